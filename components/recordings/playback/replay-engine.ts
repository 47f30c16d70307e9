import type { Segment } from "@/lib/recordings/segments/format";
import { problemOf } from "../source/gateway";
import type { SegmentSource } from "../source/segment-source";
import type { EngineClock, EngineState, PlayedOverview, ReplayScreen } from "./engine-parts";
import { Playback, type PlaybackHabits } from "./playback";
import type { ReplayTime } from "./replay-time";
import { countUntil, frameBeside } from "./segment-events";

/** The page is told so often while it plays. */
const TELL_EVERY_MS = 200;
/** After so long at one place, what comes next is fetched. */
const REST_MS = 250;

/**
 * Plays a recording from its segments: fetches the one that shows a moment, and draws from its first screen up to there.
 * What a jump costs does not depend on the recording's size.
 */
export class ReplayEngine {
  readonly #source: SegmentSource;
  readonly #clock: EngineClock;
  readonly #playback: Playback;
  readonly #listeners = new Set<() => void>();
  #overview: PlayedOverview;
  #screen: ReplayScreen | undefined;
  /** What is on the screen: a segment's first screen and so many of its events. */
  #shown: { segment: Segment; count: number } | undefined;
  /** Of the jump that counts; an answer to an earlier one comes to nothing. */
  #jump = new AbortController();
  #isLoading = false;
  #cancelFrame: (() => void) | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #state: EngineState;

  constructor(given: {
    source: SegmentSource;
    clock: EngineClock;
    overview: PlayedOverview;
    isRunning: boolean;
    habits: PlaybackHabits;
  }) {
    const { source, clock, overview, isRunning, habits } = given;
    this.#source = source;
    this.#clock = clock;
    this.#overview = overview;
    this.#playback = new Playback({ ...overview, isGrowing: isRunning }, habits);
    this.#state = { ms: 0, playback: "paused", isPoster: true, refusal: undefined };
    source.setCount(overview.segments, overview.isComplete);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): EngineState => this.#state;

  get time(): ReplayTime {
    return this.#playback.time;
  }

  /** Begins to draw. @param startMs where to begin; undefined: the poster is shown */
  start(screen: ReplayScreen, startMs?: number): void {
    this.#screen = screen;
    if (startMs !== undefined && this.#state.isPoster) this.seek(startMs);
    else if (this.#state.isPoster) void this.#show(this.#overview.posterMs);
    else void this.#show(this.#state.ms);
  }

  stop(): void {
    this.#jump.abort();
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    this.#screen = undefined;
    this.#shown = undefined;
  }

  toggle(): void {
    if (this.#playback.state === "paused") this.play();
    else this.pause();
  }

  play(): void {
    this.#playback.play(this.#clock.now());
    this.#leavePoster();
    this.#fetchAhead();
    this.#run();
  }

  pause(): void {
    this.#playback.pause(this.#clock.now());
    this.#tell();
  }

  /** @param ms since the recording began; clamped */
  seek(ms: number): void {
    this.#playback.seek(ms, this.#clock.now());
    this.#goTo();
  }

  /** To the end of a running recording, and on with it. */
  follow(): void {
    this.#playback.follow(this.#clock.now());
    this.#goTo();
    this.#run();
  }

  /** One output back or on. */
  async step(step: 1 | -1): Promise<void> {
    this.pause();
    const from = this.#state.ms;
    this.#jump.abort();
    this.#jump = new AbortController();
    const { signal } = this.#jump;
    let segment = this.#state.isPoster ? undefined : this.#shown?.segment;
    try {
      segment ??= await this.#source.at(from, signal);
      while (segment && !signal.aborted) {
        const ms = frameBeside(segment.events, from, step);
        if (ms !== undefined) return this.seek(ms);
        const beside: number = segment.number + step;
        segment = this.#source.has(beside) ? await this.#source.byNumber(beside) : undefined;
      }
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  change(habits: PlaybackHabits): void {
    this.#playback.change(habits, this.#clock.now());
    this.#tell();
  }

  /** More of the recording is known. */
  extend(overview: PlayedOverview, isRunning: boolean): void {
    const isOtherPoster = overview.posterMs !== this.#overview.posterMs || !this.#shown;
    this.#overview = overview;
    this.#source.setCount(overview.segments, overview.isComplete);
    this.#playback.extend({ ...overview, isGrowing: isRunning }, this.#clock.now());
    if (this.#state.isPoster && isOtherPoster && this.#screen && !this.#isLoading)
      void this.#show(overview.posterMs);
    this.#tell();
  }

  #goTo(): void {
    this.#state = { ...this.#state, isPoster: false };
    const ms = this.#playback.tick(this.#clock.now());
    this.#tell();
    void this.#show(ms);
  }

  #leavePoster(): void {
    if (this.#state.isPoster) this.#goTo();
    else this.#tell();
  }

  /** Draws the screen of a moment, from the first screen of its segment on. */
  async #show(ms: number): Promise<void> {
    if (this.#overview.segments === 0) return;
    this.#jump.abort();
    this.#jump = new AbortController();
    const { signal } = this.#jump;
    this.#isLoading = true;
    this.#playback.hold(this.#clock.now());
    try {
      const here = this.#shown?.segment;
      const segment = here && this.#source.shows(here, ms) ? here : await this.#source.at(ms, signal);
      if (signal.aborted) return;
      if (segment) this.#draw(segment, ms);
      this.#isLoading = false;
      this.#state = { ...this.#state, refusal: undefined };
      this.#playback.release(this.#clock.now());
      this.#fetchAhead();
      this.#tell();
      this.#run();
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  #draw(segment: Segment, ms: number): void {
    const count = countUntil(segment, ms);
    this.#screen?.show(segment, count);
    this.#shown = this.#screen && { segment, count };
    // Whoever goes on jumping doesn't wait for what comes after a place that they have left.
    this.#source.prefetch(segment.number + 1, REST_MS);
  }

  /** What plays soon needs the next segment. */
  #fetchAhead(): void {
    if (this.#shown && this.#isMoving) this.#source.prefetch(this.#shown.segment.number + 1);
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#isLoading = false;
    this.#playback.pause(this.#clock.now());
    this.#state = { ...this.#state, refusal: problemOf(error) };
    this.#tell();
  }

  /** From picture to picture, while it plays. */
  #run(): void {
    if (this.#cancelFrame || !this.#isMoving) return;
    this.#cancelFrame = this.#clock.onFrame(() => {
      this.#cancelFrame = undefined;
      const now = this.#clock.now();
      const ms = this.#playback.tick(now);
      if (!this.#isLoading) this.#advance(ms);
      if (now - this.#toldAt >= TELL_EVERY_MS || !this.#isMoving) this.#tell();
      this.#run();
    });
  }

  get #isMoving(): boolean {
    return this.#playback.state === "playing" || this.#playback.state === "following";
  }

  /** Goes on with what happened since; a jump over more than one segment draws only the last. */
  #advance(ms: number): void {
    if (!this.#shown) return;
    this.#write(ms);
    const { segment } = this.#shown;
    if (ms < segment.toMs || this.#shown.count < segment.events.length) return;
    if (!this.#source.has(segment.number + 1)) {
      if (this.#overview.durationMs > segment.toMs) void this.#grow(segment);
      return;
    }
    const next = this.#source.peek(segment.number + 1);
    if (!next || (ms >= next.toMs && this.#source.has(next.number + 1))) void this.#show(ms);
    else {
      // The screen is what the next segment begins with: it goes on from there.
      this.#shown = { segment: next, count: 0 };
      this.#write(ms);
      this.#source.prefetch(next.number + 1);
    }
  }

  #write(ms: number): void {
    if (!this.#shown) return;
    const { segment, count } = this.#shown;
    const until = countUntil(segment, ms);
    if (until <= count) return;
    this.#screen?.write(segment.events.slice(count, until));
    this.#shown = { segment, count: until };
  }

  /** The last segment of a running recording has become longer: the same events, and more. */
  async #grow(segment: Segment): Promise<void> {
    const { signal } = this.#jump;
    this.#isLoading = true;
    try {
      const grown = await this.#source.byNumber(segment.number);
      if (signal.aborted) return;
      this.#isLoading = false;
      if (!grown || this.#shown?.segment !== segment) return;
      this.#shown = { segment: grown, count: this.#shown.count };
      // What the overview knew of is there, or comes with the next one.
      if (grown.toMs === segment.toMs) this.#overview = { ...this.#overview, durationMs: segment.toMs };
    } catch (error) {
      this.#fail(error, signal);
    }
  }

  #tell(): void {
    const now = this.#clock.now();
    this.#toldAt = now;
    this.#state = { ...this.#state, ms: this.#playback.tick(now), playback: this.#playback.state };
    for (const listener of this.#listeners) listener();
  }
}

import { type ReplayTime, replayTimeOf } from "./replay-time";

/** What a playback knows of its recording; a running one grows. */
export interface PlayedRecording {
  durationMs: number;
  /** Times without output, in order: [from, to] in milliseconds since the start. */
  waits: readonly (readonly [from: number, to: number])[];
  /** More may come. */
  isGrowing: boolean;
}

export interface PlaybackHabits {
  /** Milliseconds of replay in a millisecond. */
  speed: number;
  skipsIdle: boolean;
}

/**
 * paused ⇄ playing; a growing recording that is played to its end is followed. "held": it would play, and what is to be
 * shown has not come.
 */
export type PlaybackState = "paused" | "playing" | "held" | "following";

/** A recording that is followed is shown so long after it happened, so that it runs as it ran and not in leaps. */
const BEHIND_MS = 1_500;

/** Where a replay is: a clock that can be stopped, sought, and run at another speed. It draws nothing. */
export class Playback {
  #recording: PlayedRecording;
  #habits: PlaybackHabits;
  #time: ReplayTime;
  #state: PlaybackState = "paused";
  /** At `#sinceMs` of the given clock it was there, in milliseconds of the recording. */
  #atMs: number;
  #sinceMs = 0;

  constructor(recording: PlayedRecording, habits: PlaybackHabits, atMs = 0) {
    this.#recording = recording;
    this.#habits = habits;
    this.#time = replayTimeOf(recording, habits.skipsIdle);
    this.#atMs = clamp(atMs, recording.durationMs);
  }

  get state(): PlaybackState {
    return this.#state;
  }

  get time(): ReplayTime {
    return this.#time;
  }

  /**
   * Lets time pass.
   * @param nowMs of a clock that never runs back
   * @returns where it is, in milliseconds since the recording began
   */
  tick(nowMs: number): number {
    const isRunning = this.#state === "playing" || this.#state === "following";
    const speed = this.#state === "following" ? 1 : this.#habits.speed;
    const passed = isRunning ? Math.max(0, nowMs - this.#sinceMs) * speed : 0;
    this.#sinceMs = nowMs;
    if (!isRunning) return this.#atMs;
    this.#atMs = Math.min(
      this.#recording.durationMs,
      this.#time.toReal(this.#time.toReplay(this.#atMs) + passed),
    );
    if (this.#atMs >= this.#recording.durationMs)
      this.#state = this.#recording.isGrowing ? "following" : "paused";
    return this.#atMs;
  }

  /** Plays on; from the beginning, if it was at the end of what will grow no more. */
  play(nowMs: number): void {
    if (this.#state !== "paused") return;
    this.#sinceMs = nowMs;
    if (this.#atMs >= this.#recording.durationMs && !this.#recording.isGrowing) this.#atMs = 0;
    this.#state = "playing";
  }

  pause(nowMs: number): void {
    this.tick(nowMs);
    this.#state = "paused";
  }

  /** Goes somewhere, and goes on as before. @param ms since the start; clamped */
  seek(ms: number, nowMs: number): void {
    this.tick(nowMs);
    this.#atMs = clamp(ms, this.#recording.durationMs);
    if (this.#state === "following") this.#state = "playing";
  }

  /** Goes to the end, and shows what comes. */
  follow(nowMs: number): void {
    this.seek(this.#recording.durationMs, nowMs);
    this.#state = this.#recording.isGrowing ? "following" : "paused";
  }

  /** What is to be shown has not come: time stands still. */
  hold(nowMs: number): void {
    this.tick(nowMs);
    if (this.#state === "playing" || this.#state === "following") this.#state = "held";
  }

  release(nowMs: number): void {
    if (this.#state !== "held") return;
    this.#sinceMs = nowMs;
    this.#state = "playing";
  }

  change(habits: PlaybackHabits, nowMs: number): void {
    this.tick(nowMs);
    this.#habits = habits;
    this.#time = replayTimeOf(this.#recording, habits.skipsIdle);
  }

  /** More of the recording is known. One that is followed stays a moment behind its end, however much has come. */
  extend(recording: PlayedRecording, nowMs: number): void {
    this.tick(nowMs);
    const wasFollowing = this.#state === "following";
    this.#recording = recording;
    this.#time = replayTimeOf(recording, this.#habits.skipsIdle);
    this.#atMs = clamp(this.#atMs, recording.durationMs);
    if (!wasFollowing) return;
    if (recording.durationMs > this.#atMs)
      this.#atMs = Math.max(this.#atMs, recording.durationMs - BEHIND_MS);
    else if (!recording.isGrowing) this.#state = "paused";
  }
}

function clamp(ms: number, durationMs: number): number {
  return Math.min(Math.max(0, ms), durationMs);
}

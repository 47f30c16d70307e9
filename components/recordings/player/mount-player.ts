import type { Player } from "asciinema-player";
import type { Cast, Timeline } from "../cast";
import { readPlayerTheme } from "./player-theme";

export interface PlayerHandle {
  /** Shows the screen as it was, in seconds of the replay. */
  seek: (replaySeconds: number) => void;
  play: () => void;
  pause: () => void;
}

interface PlayerOptions {
  cast: Cast;
  timeline: Timeline;
  speed: number;
  /** Where to begin, in seconds of the replay. */
  startAt: number;
  /** What is shown until it is played or sought, in seconds of the replay. */
  poster: number;
  onReady: (handle: PlayerHandle) => void;
  onPlaying: (isPlaying: boolean) => void;
  /** Called a few times a second, with seconds of the replay. */
  onTime: (replaySeconds: number) => void;
}

const TELL_EVERY_MS = 200;
const AFTER_SECONDS = 0.002;

/**
 * Puts the player into an element; it is loaded here and nowhere else, as it brings WebAssembly. Its own controls and
 * keys are not used: the page has them, with the times that they are about.
 * @returns takes it out again, also while it is still loading
 */
export function mountPlayer(element: HTMLElement, options: PlayerOptions): () => void {
  let isOver = false;
  let unmount = () => {};
  void import("asciinema-player").then(({ create }) => {
    if (isOver) return;
    const { cast, timeline, speed, startAt, poster } = options;
    const header = {
      version: 2,
      width: cast.cols,
      height: cast.rows,
      theme: readPlayerTheme(element),
    };
    const player: Player = create({ data: [header, ...timeline.events] }, element, {
      speed,
      startAt,
      preload: true,
      // A poster draws a screen at once, so that a jump with a new speed doesn't show an empty one.
      poster: `npt:${poster}`,
      controls: false,
      fit: "both",
      theme: "auto/asciinema",
      terminalFontFamily: '"JetBrains Mono Variable", ui-monospace, monospace',
    });
    let timer: ReturnType<typeof setInterval> | undefined;
    const tell = (isPlaying: boolean) => {
      clearInterval(timer);
      options.onPlaying(isPlaying);
      options.onTime(player.getCurrentTime());
      if (isPlaying) timer = setInterval(() => options.onTime(player.getCurrentTime()), TELL_EVERY_MS);
    };
    player.addEventListener("playing", () => tell(true));
    player.addEventListener("pause", () => tell(false));
    player.addEventListener("ended", () => tell(false));
    options.onReady({
      seek: (seconds) => {
        // What was printed at this very moment is shown, whatever the rounding between both times.
        void player.seek(seconds + AFTER_SECONDS);
        options.onTime(seconds);
      },
      play: () => void player.play(),
      pause: () => void player.pause(),
    });
    unmount = () => {
      clearInterval(timer);
      player.dispose();
    };
  });
  return () => {
    isOver = true;
    unmount();
  };
}

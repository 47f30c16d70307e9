import type { UnechoedInput } from "@/lib/recorded-ranges/range";
import type { Mark, SessionRecorder } from "@/lib/recordings/session-recorder";
import { EchoWatch } from "./watching/echo-watch";

/** What the gateway notes in a recording of its own accord: comings and goings, and input that was not printed. */
export class SessionMarks {
  readonly #echo = new EchoWatch();
  readonly #recorder: Pick<SessionRecorder, "appendMark" | "appendUnechoed">;
  readonly #mayRecord: () => boolean;
  readonly #onFailed: (error: unknown) => void;

  /** @param onFailed a mark that can't be written is no reason to stop: the output that follows would fail by itself */
  constructor(
    recorder: Pick<SessionRecorder, "appendMark" | "appendUnechoed">,
    mayRecord: () => boolean,
    onFailed: (error: unknown) => void,
  ) {
    this.#recorder = recorder;
    this.#mayRecord = mayRecord;
    this.#onFailed = onFailed;
  }

  mark(mark: Mark["mark"], detail?: string): void {
    if (!this.#mayRecord()) return;
    this.#recorder.appendMark(detail === undefined ? { mark } : { mark, detail }).catch(this.#onFailed);
  }

  /** Nothing is passed on from now on. */
  end(reason: string): void {
    this.#hidden(this.#echo.end(performance.now()));
    this.mark("ended", reason);
  }

  typed(bytes: Uint8Array): void {
    this.#echo.typed(bytes, performance.now());
  }

  shown(bytes: Uint8Array): void {
    this.#echo.shown(bytes, performance.now());
  }

  /** The node can't be heard, or did not get what was typed. */
  forgetTyped(): void {
    this.#echo.forget();
  }

  /** @param canHear false while output is not read */
  tick(canHear: boolean): void {
    this.#hidden(this.#echo.tick(performance.now(), canHear));
  }

  #hidden(input: UnechoedInput | undefined): void {
    if (input && this.#mayRecord()) this.#recorder.appendUnechoed(input).catch(this.#onFailed);
  }
}

import { config } from "@/lib/kernel/config/config";
import { SessionQuota } from "@/lib/recordings/limits/session-quota";
import type { EndReason } from "@/lib/sessions/views";
import type { GatewayNotice } from "@/lib/terminal-protocol/notices";
import { UnrecordedWatch } from "./unrecorded-watch";

interface Answers {
  /** The person is told. */
  tell: (code: GatewayNotice) => void;
  /** Output is read on, or waits where it comes from. */
  pause: (isTooFast: boolean) => void;
  /** The session must end; it may be said again. */
  end: (reason: EndReason) => void;
}

/** Watches that a session is recorded, and neither too much of it nor too fast. */
export class RecordingWatch {
  readonly #unrecorded: UnrecordedWatch;
  readonly #quota: SessionQuota;
  readonly #answers: Answers;

  /** @param recorded bytes of output that earlier gateways have recorded */
  constructor(recorded: number, answers: Answers) {
    const settings = config();
    this.#unrecorded = new UnrecordedWatch(settings.RECORDING_OUTAGE_SECONDS * 1000);
    const limits = {
      bytes: settings.RECORDING_MAX_MEGABYTES * 1024 * 1024,
      bytesASecond: settings.RECORDING_MAX_KILOBYTES_A_SECOND * 1024,
    };
    this.#quota = new SessionQuota(limits, recorded);
    this.#answers = answers;
  }

  /** So many bytes were read from the node's connection. */
  read(bytes: number): void {
    this.#quota.read(bytes);
    if (this.#quota.isTooFast) this.#answers.pause(true);
  }

  /** So many bytes of output were recorded. */
  recorded(bytes: number): void {
    const reached = this.#quota.recorded(bytes);
    const { tell, end } = this.#answers;
    if (reached === "nearly-full") tell("RECORDING_NEARLY_FULL");
    if (reached === "full") end("recording-limit");
  }

  /** @param waitingMs since when something waits to be recorded */
  tick(waitingMs: number): void {
    const now = performance.now();
    const { tell, pause, end } = this.#answers;
    // A database that says nothing fails no commit: the person is told why the terminal stands still.
    const begun = this.#unrecorded.tick(now, waitingMs);
    if (begun === "stuck") tell("NOT_DURABLE");
    if (begun === "again") tell("DURABLE_AGAIN");
    if (begun === "too-long") end("not-recorded");
    this.#quota.tick(now);
    pause(this.#quota.isTooFast);
  }
}

import { setTimeout as pause } from "node:timers/promises";
import { SessionFault } from "../sessions/document-settings";
import type { NodeSeed } from "./node-seed";
import type { NodeProcessEvents } from "./processes/node-process";

/** What StartSession meets at nodes that fail by design, call after call. */
export class StartTroubles {
  readonly #throttled = new Map<string, number>();

  /** @throws SessionFault Throttling while it is the node's turn for that */
  async pass({ row, trouble }: NodeSeed): Promise<void> {
    const times = trouble?.throttledStarts ?? 0;
    if (times > 0) {
      const already = this.#throttled.get(row.id) ?? 0;
      this.#throttled.set(row.id, already < times ? already + 1 : 0);
      if (already < times) throw new SessionFault("Throttling", "Rate exceeded");
    }
    if (trouble?.startDelayMs !== undefined) await pause(trouble.startDelayMs);
  }
}

/** The events of a program on a node whose line is slow: each so much later, in their order. */
export function delayed(events: NodeProcessEvents, milliseconds: number | undefined): NodeProcessEvents {
  if (milliseconds === undefined) return events;
  return {
    onOutput: (bytes, stream) => void setTimeout(() => events.onOutput(bytes, stream), milliseconds),
    onExit: (exitCode) => void setTimeout(() => events.onExit(exitCode), milliseconds),
  };
}

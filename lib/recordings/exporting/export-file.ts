import { createHash } from "node:crypto";
import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";

/** A file that is written while it is read. */
export interface ExportFile {
  /** Of our own making: letters, digits, hyphens, underscores and dots. */
  name: string;
  type: string;
  pieces: AsyncIterable<Uint8Array>;
  /** To be called once, when no more of it is handed over: puts on record what was. */
  finish: (isWhole: boolean) => Promise<void>;
}

export interface ExportedThing {
  sessionId: string;
  nodeId: string;
  /** As the record names it. */
  format: string;
  /** Null: nothing of it can be read, masked or not. */
  isClear: boolean | null;
}

/**
 * Begins an export: that it begins is on record before a byte is read, and afterwards how many bytes were handed over
 * and their SHA-256, or that it was cut off.
 * @param file.ending of its name, with the dot
 */
export async function beginExport(
  actor: PersonActor,
  { sessionId, nodeId, format, isClear }: ExportedThing,
  file: { at: Date; ending: string; type: string; pieces: AsyncIterable<string | Uint8Array> },
): Promise<ExportFile> {
  const subject = { sessionId, nodeId };
  const data = { format, ...(isClear === null ? {} : { masked: isClear ? "no" : "yes" }) };
  await inTransaction((tx) => appendEvent(tx, { code: "recording.export-begun", actor, subject, data }));
  const hash = createHash("sha256");
  let bytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of file.pieces) {
      const sent = Buffer.from(piece);
      hash.update(sent);
      bytes += sent.length;
      yield sent;
    }
  }
  return {
    name: [sessionId, nodeId, file.at.toISOString().slice(0, 10)].map(plain).join("_") + file.ending,
    type: file.type,
    pieces: counted(),
    finish: (isWhole) =>
      inTransaction((tx) =>
        appendEvent(tx, {
          ...{ code: "recording.exported", actor, subject, outcome: isWhole ? "done" : "failed" },
          data: { ...data, bytes, ...(isWhole ? { sha256: hash.digest("hex") } : {}) },
        }),
      ),
  };
}

function plain(text: string): string {
  return text.replace(/[^A-Za-z0-9-_]/g, "").slice(0, 80);
}

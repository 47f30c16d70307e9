import { createHash } from "node:crypto";
import {
  BUNDLE_FORMAT,
  type EvidenceLine,
  evidenceName,
  FILE_BYTES,
  type FileSum,
  LONGEST_LINE,
  MOST_FILES,
  manifestOf,
  readmeOf,
} from "@/lib/audit/bundle/format";
import { TAR_END, tarHeader, tarPadding } from "@/lib/audit/bundle/tar";
import { AppError } from "@/lib/kernel/errors";

/** What a bundle holds beside its evidence. */
export interface BundleContent {
  sessionId: string;
  contents: { session: string; sessionEnd: string | null; recording: string | null };
  /** Signed notes; `latest` with the proof that its log goes on from the head's. */
  head: string;
  latest: { note: string; from: number; to: number; path: readonly string[] } | null;
  lines: AsyncIterable<EvidenceLine>;
}

/** A bundle as a file, piece by piece: the same content gives the same bytes. Holds one file of evidence. */
export async function* writeBundle(bundle: BundleContent): AsyncGenerator<Uint8Array> {
  const files: FileSum[] = [];
  const { sessionId, contents, head, latest } = bundle;
  const add = (name: string, content: Uint8Array): Uint8Array[] => {
    files.push({ name, size: content.length, sha256: createHash("sha256").update(content).digest("hex") });
    return entry(name, content);
  };
  yield* add("README.txt", Buffer.from(readmeOf(sessionId)));
  const { session, sessionEnd, recording } = contents;
  yield* add("session.json", json({ format: BUNDLE_FORMAT, sessionId, session, sessionEnd, recording }));
  yield* add("head.txt", Buffer.from(head));
  if (latest) {
    const { note, from, to, path } = latest;
    yield* add("latest.txt", Buffer.from(note));
    yield* add("consistency.json", json({ from, to, path }));
  }
  let number = 1;
  let parts: Uint8Array[] = [];
  let length = 0;
  for await (const line of bundle.lines) {
    const text = json(line);
    if (text.length > LONGEST_LINE || number > MOST_FILES)
      throw new AppError("TOO_LARGE", `${sessionId} has more evidence than a bundle holds`);
    parts.push(text);
    length += text.length;
    if (length < FILE_BYTES) continue;
    yield* add(evidenceName(number), Buffer.concat(parts));
    number += 1;
    parts = [];
    length = 0;
  }
  if (length > 0) yield* add(evidenceName(number), Buffer.concat(parts));
  yield* entry("manifest.json", Buffer.from(manifestOf(sessionId, files)));
  yield TAR_END;
}

const json = (value: object) => Buffer.from(`${JSON.stringify(value)}\n`);

function entry(name: string, content: Uint8Array): Uint8Array[] {
  return [tarHeader(name, content.length), content, tarPadding(content.length)];
}

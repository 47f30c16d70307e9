import { randomBytes } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** A piece of an object, in a file whose name is ours: nothing of a key ever reaches the file system. */
export const blobSchema = z.object({ file: z.string().regex(/^[0-9a-f]{32}$/), size: z.number() });

export type Blob = z.infer<typeof blobSchema>;

/** The bytes of all objects, a file each. */
export interface BlobFolder {
  /** Writes and flushes a new file; one that could not be written to its end is removed again. */
  write(source: AsyncIterable<Buffer>): Promise<Blob>;
  /** The bytes [from, to) of pieces that follow each other. */
  read(blobs: readonly Blob[], from: number, to: number): AsyncGenerator<Buffer>;
  remove(blobs: readonly Blob[]): void;
}

/** @param inUse files to keep; others are left over from a write that a killed process did not finish */
export function openBlobFolder(folder: string, inUse: ReadonlySet<string>): BlobFolder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const file of readdirSync(folder)) {
    if (!inUse.has(file)) rmSync(join(folder, file), { recursive: true, force: true });
  }
  return {
    async write(source) {
      const file = randomBytes(16).toString("hex");
      const path = join(folder, file);
      const handle = await open(path, "wx", 0o600);
      let size = 0;
      try {
        for await (const chunk of source) {
          await writeAll(handle, chunk);
          size += chunk.length;
        }
        await handle.sync();
      } catch (error) {
        rmSync(path, { force: true });
        throw error;
      } finally {
        await handle.close();
      }
      return { file, size };
    },
    async *read(blobs, from, to) {
      let start = 0;
      for (const { file, size } of blobs) {
        const first = Math.max(from - start, 0);
        const last = Math.min(to - start, size) - 1;
        start += size;
        if (first > last) continue;
        for await (const chunk of createReadStream(join(folder, file), { start: first, end: last })) {
          if (Buffer.isBuffer(chunk)) yield chunk;
        }
      }
    },
    remove(blobs) {
      for (const { file } of blobs) rmSync(join(folder, file), { force: true });
    },
  };
}

async function writeAll(handle: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<void> {
  let written = 0;
  while (written < chunk.length) written += (await handle.write(chunk, written)).bytesWritten;
}

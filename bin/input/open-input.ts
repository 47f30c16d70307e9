import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { verifyBundle } from "@/lib/audit/bundle/verify-bundle";
import { type OpenedInput, openInput } from "@/lib/recordings/sealed-input/open-input";
import { readPackage, rowsOfBundle } from "@/lib/recordings/sealed-input/sealed-package";
import { Claimed } from "../claimed-files";
import { inOneLine, printError, printInTime } from "../output";
import { readKeyFile } from "../verify";
import { readIdentityFile } from "./identity-file";
import { TypedLines } from "./typed-lines";

const EXIT = { opened: 0, notOpened: 1, usage: 64 } as const;

/**
 * Opens the kept input of one session with the private keys of two custodians, without database and network, and prints
 * it line by line, or writes each message into a file that was not there before.
 * @param file a package from the session's page, or an evidence bundle, which is verified first
 * @returns 0 opened; 1 not, or not to its end; 64 when an option is missing
 */
export async function openInputFile(
  file: string | undefined,
  options: { identity?: string[] | undefined; key?: string | undefined; out?: string | undefined },
): Promise<number> {
  const { identity: paths = [], key, out } = options;
  if (file === undefined || paths.length === 0) {
    printError(
      "open-input needs a file, and --identity with a private key twice: once for each of two people.",
    );
    return EXIT.usage;
  }
  const claimed = new Claimed();
  try {
    const identities = paths.flatMap(readIdentityFile);
    const hash = createHash("sha256");
    const { sessionId, rows } = await readFile(file, key, hash);
    const opened = openInput(sessionId, rows, identities);
    const count = out === undefined ? await printed(opened) : await written(opened, await claimed.make(out));
    claimed.keep();
    printError(`${count} messages of ${sessionId} were opened. SHA-256 of ${file}: ${hash.digest("hex")}`);
    return EXIT.opened;
  } catch (error) {
    claimed.remove();
    printError(`Not opened: ${inOneLine(error instanceof Error ? error.message : String(error))}.`);
    return EXIT.notOpened;
  } finally {
    await claimed.close();
  }
}

async function readFile(file: string, key: string | undefined, hash: ReturnType<typeof createHash>) {
  if ((await firstByte(file)) === "{") return readPackage(hashed(createReadStream(file), hash));
  if (key === undefined)
    throw new Error("an evidence bundle is verified first: give the public keys of its log with --key");
  const before = createHash("sha256");
  const report = await verifyBundle(hashed(createReadStream(file), before), {
    keys: readKeyFile(key),
    anchors: null,
  });
  if (!report.isVerified || report.sessionId === null)
    throw new Error(`the bundle is not verified: halligan verify --bundle ${file} --key ${key} says why`);
  return {
    sessionId: report.sessionId,
    rows: sameFile(rowsOfBundle(hashed(createReadStream(file), hash)), before, hash),
  };
}

/** What was verified is what is opened. */
async function* sameFile<T>(
  rows: AsyncGenerator<T>,
  before: ReturnType<typeof createHash>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<T> {
  yield* rows;
  if (before.digest("hex") !== hash.copy().digest("hex")) throw new Error("the file was changed meanwhile");
}

async function firstByte(path: string): Promise<string> {
  if (!(await stat(path)).isFile()) throw new Error(`${path} is no file, and it is read more than once`);
  const file = await open(path, "r");
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, 0);
    return buffer.toString("latin1");
  } finally {
    await file.close();
  }
}

async function* hashed(chunks: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function printed(opened: AsyncIterable<OpenedInput>): Promise<number> {
  const lines = new TypedLines();
  let count = 0;
  for await (const message of opened) {
    count += 1;
    for (const line of lines.push(message)) await printInTime(line);
  }
  for (const line of lines.end()) await printInTime(line);
  return count;
}

async function written(opened: AsyncIterable<OpenedInput>, file: { writeFile(text: string): Promise<void> }) {
  let count = 0;
  for await (const { bytes, ...message } of opened) {
    count += 1;
    const base64 = bytes === null ? null : Buffer.from(bytes).toString("base64");
    await file.writeFile(`${JSON.stringify({ ...message, base64 })}\n`);
  }
  return count;
}

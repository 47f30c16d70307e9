import type { Line } from "./bare-client";

/** Types single characters, each after the echo of the one before. @returns milliseconds from key to echo, sorted */
export async function measureEcho(line: Line, keys: number): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < keys; key++) {
    const character = "abcdefgh"[key % 8] ?? "a";
    times.push(await echoOf(line, character));
  }
  return times.sort((a, b) => a - b);
}

function echoOf(line: Line, character: string): Promise<number> {
  return new Promise((resolve) => {
    const stop = line.listen((bytes, at) => {
      if (!Buffer.from(bytes).includes(character)) return;
      stop();
      resolve(at - startedAt);
    });
    const startedAt = performance.now();
    line.type(character);
  });
}

/** Lets the shell print `megabytes` as fast as it can. @returns megabytes a second until the last line was shown */
export async function measureThroughput(line: Line, megabytes: number): Promise<number> {
  const bytes = megabytes * 1024 * 1024;
  const mark = `END-${Math.floor(Math.random() * 1e6)}`;
  let tail = "";
  let seen = 0;
  const done = new Promise<number>((resolve) => {
    const stop = line.listen((chunk, at) => {
      seen += chunk.length;
      tail = (tail + Buffer.from(chunk).toString("latin1")).slice(-200);
      if (!tail.includes(`\n${mark}`)) return;
      stop();
      resolve(at);
    });
  });
  const startedAt = performance.now();
  // The mark is put together by the shell, so that the echo of the command is not taken for it.
  line.type(`head -c ${bytes} /dev/zero | tr '\\0' x | fold -w 127; echo; echo END-""${mark.slice(4)}\n`);
  const seconds = ((await done) - startedAt) / 1000;
  return seen / 1024 / 1024 / seconds;
}

export function percentile(sorted: readonly number[], share: number): number {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new TypeError("nothing was measured");
  return value;
}

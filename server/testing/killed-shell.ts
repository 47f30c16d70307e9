import { setTimeout as pause } from "node:timers/promises";
import type { World } from "../../tools/world.mjs";
import { createdSession } from "./loop";
import { holesIn, rangesOf, recordedBytes } from "./recorded";
import { Rows } from "./rows";
import type { Terminal } from "./terminal";
import type { Visitor } from "./visitor";
import { until } from "./waiting";

/**
 * What is killed while a shell prints: a process, PostgreSQL with all that belongs to it, the connection to AWS, or a
 * gateway that holds what PostgreSQL, killed before it, could not take.
 */
export const VICTIMS = ["gateway", "database", "channel", "database and gateway"] as const;
export type Victim = (typeof VICTIMS)[number];

/**
 * Of what is under way when something dies the agent sends again one frame every tenth of a second, so little is printed
 * at once.
 */
const BLOCK_LINES = 100;
/** Prints block after block until a key comes, and says how many lines those were. */
const PRINT = `n=0; stty -echo; echo BE''GIN; while ! read -rsn1 -t 0.05; do seq $n $((n+${BLOCK_LINES - 1})); n=$((n+${BLOCK_LINES})); done; stty echo; echo E''ND-$n-`;
const END = /END-(\d+)-\r\n/;
const PATIENCE_MS = 60_000;
/**
 * What a gateway held that died before the database was back comes again at that pace, and before it nothing that the
 * shell has printed since: some thousand frames take minutes.
 */
const WHOLE_BACKLOG_MS = 900_000;

/** When a client is gone its node is still heard for so many frames. */
export const KILL_SETTINGS = { SANDBOX_UNHEARD_FRAMES: "30" };

/** What was recorded of everything that a killed shell has printed. */
export interface Outcome {
  /** Bytes that were compared with what the shell has printed. */
  bytes: number;
  /** Output numbers that the recording names as lost. */
  namedGaps: number;
  /** What is wrong, in words; empty when the recording is what the shell has printed. */
  faults: string[];
}

/** A shell that prints all the time, in a window that comes back whenever it is closed. */
export class KilledShell {
  /** What the windows have shown that are closed. */
  readonly #shown: { from: number; bytes: Buffer }[] = [];

  private constructor(
    readonly world: World,
    readonly person: Visitor,
    readonly sessionId: string,
    readonly grantId: string,
    private terminal: Terminal,
  ) {}

  static async open(world: World, person: Visitor, windowSeconds = 1_800): Promise<KilledShell> {
    const { sessionId, grantId } = await createdSession(person, windowSeconds);
    const terminal = await person.open(sessionId).ready();
    const shell = new KilledShell(world, person, sessionId, grantId, terminal);
    terminal.type(`${PRINT}\r`);
    await terminal.shows("BEGIN\r\n");
    return shell;
  }

  /**
   * Kills one of them and starts it again a while later.
   * @param awayMs how long a process or PostgreSQL is away
   * @returns milliseconds from there on until the window shows more
   */
  async kill(victim: Victim, awayMs: number): Promise<number> {
    const { world, sessionId } = this;
    const { end } = this.terminal;
    if (victim === "channel") {
      const { outgoing } = (await world.sandbox.control("state")) as { outgoing: object };
      const awsSessionId = Object.keys(outgoing).find((id) => id.startsWith(sessionId));
      await world.sandbox.control("cut", { sessionId: awsSessionId });
    }
    if (victim.startsWith("database")) await world.database?.crash();
    if (victim === "database and gateway") await pause(awayMs);
    if (victim.endsWith("gateway")) await world.kill("gateway");
    await pause(awayMs);
    if (victim.startsWith("database")) await world.database?.start();
    if (victim.endsWith("gateway")) await world.start("gateway");
    const startedAt = performance.now();
    await until(`the window shows more after the kill of the ${victim}`, PATIENCE_MS, () => {
      this.#comeBack();
      return this.terminal.end > end;
    });
    return performance.now() - startedAt;
  }

  /** Stops the printing, ends the shell and compares the recording with what was printed, byte for byte. */
  async finish(): Promise<Outcome> {
    let askedAt = 0;
    let shownUpTo = 0;
    let shownAt = Date.now();
    const printed = await until("the shell says how much it has printed", WHOLE_BACKLOG_MS, () => {
      this.#comeBack();
      if (this.terminal.end > shownUpTo) {
        shownUpTo = this.terminal.end;
        shownAt = Date.now();
      }
      if (Date.now() - shownAt > PATIENCE_MS) throw new Error(`nothing was shown for ${PATIENCE_MS} ms`);
      // A key on its way while something is killed is reported as lost, and never repeated.
      if (Date.now() - askedAt > 3_000 && this.terminal.socket.readyState === this.terminal.socket.OPEN) {
        this.terminal.type("\r");
        askedAt = Date.now();
      }
      return END.exec(this.terminal.bytes.subarray(-2_000).toString("latin1"))?.[1];
    });
    this.#keep();
    this.terminal.tell({ type: "end" });
    await this.terminal.ends();
    const rows = new Rows(this.world);
    try {
      return await this.#compare(rows, Number(printed));
    } finally {
      await rows.close();
    }
  }

  async #compare(rows: Rows, lines: number): Promise<Outcome> {
    const recorded = await recordedBytes(rows, this.sessionId);
    const named = await rangesOf(rows, this.sessionId, "g");
    const begin = recorded.indexOf("BEGIN\r\n") + "BEGIN\r\n".length;
    const output = recorded.subarray(begin, recorded.lastIndexOf(`END-${lines}-`)).toString("latin1");
    const faults = holesIn(await this.#numbered(rows));
    if (named.length === 0 && output !== numbersTo(lines))
      faults.push(differenceOf(output, numbersTo(lines)));
    if (named.length > 0 && !isInOrder(output)) faults.push("what is left of the output is out of order");
    for (const { from, bytes } of this.#shown)
      if (!recorded.subarray(from, from + bytes.length).equals(bytes))
        faults.push(`shown from byte ${from} on, and not recorded`);
    return { bytes: output.length, namedGaps: named.length, faults };
  }

  /** Output and named gaps: together they have each number once. */
  async #numbered(rows: Rows) {
    const [output, gaps] = [
      await rangesOf(rows, this.sessionId, "o"),
      await rangesOf(rows, this.sessionId, "g"),
    ];
    return [...output, ...gaps].sort((one, other) => one.first - other.first);
  }

  #comeBack(): void {
    if (!this.terminal.closed) return;
    this.#keep();
    this.terminal = this.person.open(this.sessionId, { after: this.terminal.end });
  }

  #keep(): void {
    this.#shown.push({ from: this.terminal.from, bytes: this.terminal.bytes });
  }
}

function numbersTo(end: number): string {
  return Array.from({ length: end }, (_, index) => `${index}\r\n`).join("");
}

function differenceOf(output: string, printed: string): string {
  const at = [...printed].findIndex((character, index) => output[index] !== character);
  const around = JSON.stringify(output.slice(Math.max(0, at - 20), at + 40));
  return `of ${printed.length} bytes ${output.length} are recorded; byte ${at} is another: ${around}`;
}

/** Whole lines count up; the first and last of each piece may be cut. */
function isInOrder(output: string): boolean {
  const numbers = output.split("\r\n").map(Number).filter(Number.isInteger);
  const steps = numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0));
  return steps.filter((step) => step !== 1).length <= 4 * Math.max(1, steps.length / BLOCK_LINES);
}

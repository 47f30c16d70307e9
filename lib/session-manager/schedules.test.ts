import fc from "fast-check";
import { expect, it } from "vitest";
import type { DurableCounters } from "./output/recorder";
import type { MemoryRecorder } from "./testing/memory-recorder";
import { connected, type World } from "./testing/world";

/** What may happen between two ticks. The world's line checks "durable first" at every frame. */
type Happening =
  | { what: "output"; text: string; times: number }
  | { what: "type"; text: string }
  | { what: "resize"; cols: number }
  | { what: "step"; times: number }
  | { what: "reconnect" }
  | { what: "recorder"; isAway: boolean }
  | { what: "takeover"; block: number };

interface Line {
  seed: number;
  loss: number;
  repeat: number;
  reorder: number;
}

const text = fc.string({ minLength: 1, maxLength: 12 });
const output: fc.Arbitrary<Happening> = fc
  .record({ text, times: fc.integer({ min: 1, max: 30 }) })
  .map((value) => ({ what: "output", ...value }));
const type: fc.Arbitrary<Happening> = text.map((value) => ({ what: "type", text: value }));
const resize: fc.Arbitrary<Happening> = fc.nat(300).map((cols) => ({ what: "resize", cols }));
const step: fc.Arbitrary<Happening> = fc
  .integer({ min: 1, max: 5 })
  .map((times) => ({ what: "step", times }));
const reconnect: fc.Arbitrary<Happening> = fc.constant({ what: "reconnect" });
const outage: fc.Arbitrary<Happening> = fc.boolean().map((isAway) => ({ what: "recorder", isAway }));
const takeover: fc.Arbitrary<Happening> = fc
  .integer({ min: 1, max: 32 })
  .map((block) => ({ what: "takeover", block }));
const anyLine: fc.Arbitrary<Line> = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  loss: fc.double({ min: 0, max: 0.3, noNaN: true }),
  repeat: fc.double({ min: 0, max: 0.3, noNaN: true }),
  reorder: fc.nat(4),
});
const cleanLine: Line = { seed: 1, loss: 0, repeat: 0, reorder: 0 };

/** A small generator of our own: a failing line plays again from its seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** What a successor reads from durable rows, when input numbers are reserved in blocks. */
function countersOf(recorder: MemoryRecorder, fillFrom: number, block: number): DurableCounters {
  let outputExpected = 0;
  while (recorder.output.has(outputExpected)) outputExpected++;
  const outputAhead = [...recorder.output.keys()]
    .filter((sequence) => sequence > outputExpected)
    .sort((a, b) => a - b)
    .map((sequence) => ({ first: sequence, last: sequence }));
  const used = Math.max(-1, ...recorder.input.keys()) + 1;
  return {
    outputExpected,
    outputAhead,
    inputNext: Math.max(used, fillFrom) + block,
    inputFillFrom: fillFrom,
  };
}

interface Played {
  world: World;
  /** What the node printed. */
  printed: string;
  /** What was typed and not refused. */
  typed: string;
  /** The first output number of the last client. */
  startOfLast: number;
}

async function play(
  happenings: readonly Happening[],
  options: { line: Line; isHandshaking: boolean; acknowledgesOldNumbers: boolean },
): Promise<Played> {
  const { line } = options;
  const random = randomFrom(line.seed);
  const world = connected({
    agent: { acknowledgesOldNumbers: options.acknowledgesOldNumbers },
    limits: { gapMs: 60_000 },
  });
  world.fate = () => ({
    copies: random() < line.loss ? 0 : random() < line.repeat ? 2 : 1,
    jump: Math.floor(random() * (line.reorder + 1)),
  });
  const typed = new Map<number, string>();
  let printed = "";
  let startOfLast = 0;
  let isComplete = !options.isHandshaking;
  if (options.isHandshaking) world.agent.startHandshake();
  for (const [index, happening] of happenings.entries()) {
    if (!isComplete && world.agent.responses > 0) {
      world.agent.completeHandshake();
      isComplete = true;
    }
    switch (happening.what) {
      case "output":
        if (!isComplete) break;
        for (let i = 0; i < happening.times; i++) {
          world.agent.output(happening.text);
          printed += happening.text;
        }
        break;
      case "type":
        typed.set(index, happening.text);
        world.channel.sendInput(Buffer.from(happening.text)).catch(() => typed.delete(index));
        break;
      case "resize":
        world.channel.resize(happening.cols, 40);
        break;
      case "reconnect":
        world.connect();
        break;
      case "recorder":
        world.recorder.isAway = happening.isAway;
        break;
      case "takeover": {
        const counters = countersOf(world.recorder, 0, happening.block);
        startOfLast = counters.outputExpected;
        world.succeed(counters);
        world.shown = [];
        world.connect();
        break;
      }
      case "step":
        await world.step(happening.times);
    }
  }
  // Calm: everything must arrive now.
  world.recorder.isAway = false;
  world.fate = () => ({ copies: 1, jump: 0 });
  world.connect();
  await world.step(40);
  if (!isComplete) world.agent.completeHandshake();
  printed += "$ ";
  world.agent.output("$ ");
  for (let i = 0; i < 400 && world.agent.unacknowledged > 0; i++) await world.step(10);
  await world.step(30);
  return { world, printed, typed: [...typed.values()].join(""), startOfLast };
}

const recordedText = (world: World, from = 0) =>
  [...world.recorder.output.values()]
    .filter((frame) => frame.sequence >= from && frame.payloadType === 1)
    .sort((a, b) => a.sequence - b.sequence)
    .map((frame) => Buffer.from(frame.payload).toString("utf8"))
    .join("");

const schedule = (...kinds: fc.Arbitrary<Happening>[]) => fc.array(fc.oneof(...kinds), { maxLength: 40 });

it("shows and runs exactly what was sent, whatever is lost, repeated, reordered or refused", async () => {
  await fc.assert(
    fc.asyncProperty(
      schedule(output, type, resize, step, step, reconnect, outage),
      anyLine,
      fc.boolean(),
      async (happenings, line, isHandshaking) => {
        const played = await play(happenings, { line, isHandshaking, acknowledgesOldNumbers: true });
        expect(played.world.text).toBe(played.printed);
        expect(recordedText(played.world)).toBe(played.printed);
        expect(played.world.agent.typed).toBe(played.typed);
        expect(played.world.agent.unacknowledged).toBe(0);
        expect(played.world.recorder.gaps).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

it("runs exactly what was typed with an agent that does not acknowledge old numbers", async () => {
  await fc.assert(
    fc.asyncProperty(
      schedule(output, type, resize, step, reconnect),
      fc.boolean(),
      async (happenings, isHandshaking) => {
        const options = { line: cleanLine, isHandshaking, acknowledgesOldNumbers: false };
        const played = await play(happenings, options);
        expect(played.world.agent.typed).toBe(played.typed);
        expect(played.world.text).toBe(played.printed);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

it("loses no output to a takeover, repeats no keystroke, and leaves the keyboard alive", async () => {
  await fc.assert(
    fc.asyncProperty(
      schedule(output, output, type, step, reconnect, takeover),
      anyLine,
      fc.boolean(),
      async (happenings, line, acknowledgesOldNumbers) => {
        const clean = acknowledgesOldNumbers ? line : cleanLine;
        const { world, printed, typed, startOfLast } = await play(happenings, {
          line: clean,
          isHandshaking: false,
          acknowledgesOldNumbers,
        });
        expect(recordedText(world)).toBe(printed);
        expect(world.text).toBe(recordedText(world, startOfLast));
        expect(isSubsequence(world.agent.typed, typed)).toBe(true);
        const before = world.agent.typed;
        void world.channel.sendInput(Buffer.from("still here"));
        await world.step(5);
        expect(world.agent.typed).toBe(`${before}still here`);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (part.startsWith(character, at)) at += character.length;
  return at === part.length;
}

import { inspect } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { joinKey, readKeyBlock } from "./custodian-shares";
import { InputSealer } from "./input-sealer";
import { KeyChain } from "./key-chain";
import { type InputRow, type OpenedInput, openInput } from "./open-input";
import { readMessage } from "./sealed-message";
import { readPackage, writePackage } from "./sealed-package";
import { type Custodian, custodians } from "./testing/custodians";

const SESSION = "ses_1";
let gil: Custodian;
let hana: Custodian;
let ivo: Custodian;
let stranger: Custodian;

beforeAll(async () => {
  [gil, hana, ivo, stranger] = (await custodians("Gil", "Hana", "Ivo", "Mallory")) as [
    Custodian,
    Custodian,
    Custodian,
    Custodian,
  ];
});

const recipients = () => [gil, hana, ivo].map(({ recipient }) => recipient);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const rowOf = (sequence: number, bytes: Uint8Array | null, byteCount: number, epoch = 1): InputRow => ({
  ...{ id: String(epoch * 1_000 + sequence), epoch, kind: "i", sequence, byteCount, bytes },
  at: "2026-03-14T09:26:53.000Z",
});

/** One epoch's rows, as the recorder writes them. */
async function sealed(texts: readonly string[], { epoch = 1, sessionId = SESSION, first = 2 } = {}) {
  const sealer = new InputSealer({ sessionId, epoch }, recipients());
  const rows: InputRow[] = [];
  for (const [index, text] of texts.entries()) {
    const payload = bytesOf(text);
    const sequence = first + index;
    rows.push(rowOf(sequence, await sealer.seal({ sequence, payload }), payload.length, epoch));
    sealer.stored();
  }
  return rows;
}

async function* inOrder<T>(rows: readonly T[]): AsyncGenerator<T> {
  yield* rows;
}

async function opened(
  rows: readonly InputRow[],
  identities = [gil.identity, hana.identity],
  sessionId = SESSION,
): Promise<OpenedInput[]> {
  const all: OpenedInput[] = [];
  for await (const one of openInput(sessionId, inOrder(rows), identities)) all.push(one);
  return all;
}

const textsOf = (all: readonly OpenedInput[]) =>
  all.map(({ bytes }) => new TextDecoder().decode(bytes ?? undefined));
const ALTERED = expect.objectContaining({ code: "ALTERED" });

describe("kept input", () => {
  it("is opened by any two of its custodians, byte for byte, in either order", async () => {
    const texts = ["ls\r", "", "資料庫\u0003", "\u0000\u00ff"];
    const rows = await sealed(texts);
    for (const [one, other] of [
      [gil, hana],
      [hana, gil],
      [gil, ivo],
      [ivo, hana],
    ] as [Custodian, Custodian][])
      expect(textsOf(await opened(rows, [one.identity, other.identity]))).toEqual(texts);
    expect(
      textsOf(
        await opened(
          rows,
          [stranger, ivo, gil].map(({ identity }) => identity),
        ),
      ),
    ).toEqual(texts);
  });

  it("is opened by nobody alone, nor by a stranger, and says whose key was given", async () => {
    const rows = await sealed(["ls\r"]);
    for (const identities of [
      [hana.identity],
      [hana.identity, hana.identity],
      [hana.identity, stranger.identity],
    ])
      await expect(opened(rows, identities)).rejects.toMatchObject({
        code: "ONE_KEY",
        message: expect.stringContaining("only Hana's key"),
      });
    for (const identities of [[], [stranger.identity]])
      await expect(opened(rows, identities)).rejects.toMatchObject({ code: "WRONG_KEY" });
    const slip = gil.identity.replace(/.$/, (sign) => (sign === "Q" ? "P" : "Q"));
    await expect(opened(rows, [hana.identity, slip])).rejects.toSatisfy(
      (fault) => fault.code === "WRONG_KEY" && !inspect(fault).includes(slip.slice(20, 40)),
    );
  });

  it("stands nowhere in what is stored, whatever was typed", async () => {
    const typed = "correct-horse-battery-staple";
    for (const { bytes } of await sealed([typed, typed])) {
      const stored = Buffer.from(bytes ?? []);
      expect(stored.includes(typed)).toBe(false);
      expect(stored.toString("latin1")).not.toContain(Buffer.from(typed).toString("base64").slice(2, 20));
    }
    const [first, second] = await sealed([typed, typed]);
    expect(Buffer.from(first?.bytes ?? []).subarray(-28)).not.toEqual(
      Buffer.from(second?.bytes ?? []).subarray(-28),
    );
  });

  it("has one key for any two of them; with a half of another key it is another", async () => {
    const [row] = await sealed(["ls\r"]);
    const { keyBlock } = readMessage(row?.bytes ?? new Uint8Array(), "the row");
    const block = readKeyBlock(keyBlock ?? new Uint8Array());
    const key = await joinKey(block, [gil.identity, hana.identity]);
    expect(await joinKey(block, [ivo.identity, gil.identity])).toEqual(key);
    const other = await sealed(["ls\r"]);
    const swapped = readKeyBlock(
      readMessage(other[0]?.bytes ?? new Uint8Array(), "it").keyBlock ?? new Uint8Array(),
    );
    const mixed = { ...block, custodians: [block.custodians[0], ...swapped.custodians.slice(1)] as never };
    expect(await joinKey(mixed, [gil.identity, hana.identity])).not.toEqual(key);
  });

  it("is opened whatever was typed and however it was cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "binary", maxLength: 40 }), { minLength: 1, maxLength: 12 }),
        async (texts) => {
          const sent = texts.map((text) => new TextDecoder().decode(bytesOf(text)));
          expect(textsOf(await opened(await sealed(texts)))).toEqual(sent);
        },
      ),
      { numRuns: 6 },
    );
  });
});

describe("what was changed in kept input", () => {
  it("is named, whichever byte of a message it is", async () => {
    const rows = await sealed(["ls\r", "id\r"]);
    const second = rows[1] as InputRow;
    for (let place = 0; place < (second.bytes?.length ?? 0); place++) {
      const bytes = Buffer.from(second.bytes ?? []);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      await expect(opened([rows[0] as InputRow, { ...second, bytes }]), `byte ${place}`).rejects.toEqual(
        ALTERED,
      );
    }
  });

  it("is named, whichever byte of the key it is, and the text of the first message is not said", async () => {
    const rows = await sealed(["ls\r"]);
    const first = rows[0] as InputRow;
    for (let place = 0; place < (first.bytes?.length ?? 0); place += 7) {
      const bytes = Buffer.from(first.bytes ?? []);
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      await expect(opened([{ ...first, bytes }]), `byte ${place}`).rejects.toMatchObject({
        code: expect.stringMatching(/^(ALTERED|ONE_KEY|WRONG_KEY)$/),
      });
    }
  });

  it.each<[string, (rows: InputRow[]) => InputRow[] | Promise<InputRow[]>]>([
    ["one left out", ([a, , c]) => [a, c] as InputRow[]],
    ["the first left out", ([, b, c]) => [b, c] as InputRow[]],
    [
      "two that changed places",
      ([a, b, c]) => [a, { ...c, sequence: b?.sequence }, { ...b, sequence: c?.sequence }] as InputRow[],
    ],
    ["one put in twice", ([a, b, c]) => [a, b, { ...b, sequence: 4 }, { ...c, sequence: 5 }] as InputRow[]],
    [
      "one of another session",
      async ([a, , c]) => [a, (await sealed(["x", "id\r"], { sessionId: "ses_2" }))[1], c] as InputRow[],
    ],
    [
      "one of another gateway",
      async ([a, , c]) =>
        [a, { ...(await sealed(["x", "id\r"], { epoch: 2 }))[1], epoch: 1 }, c] as InputRow[],
    ],
    [
      "an earlier gateway behind a later one",
      async (rows) => [...(await sealed(["x"], { epoch: 2, first: 9 })), ...rows],
    ],
    ["another size", ([a, b, c]) => [a, { ...b, byteCount: 9 }, c] as InputRow[]],
    ["clear text", ([a, b, c]) => [a, { ...b, bytes: bytesOf("id\r") }, c] as InputRow[]],
    [
      "a number as large as it can be",
      ([a, b, c]) =>
        [a, { ...b, bytes: Buffer.from(`02ffffffff${"00".repeat(19)}`, "hex") }, c] as InputRow[],
    ],
  ])("is named: %s", async (_title, change) => {
    const rows = await change(await sealed(["ls\r", "id\r", "pwd\r"]));
    await expect(opened(rows)).rejects.toEqual(ALTERED);
  });
});

describe("a message", () => {
  it("that was refused is left out, though its commit was made: its number came again", async () => {
    const sealer = new InputSealer({ sessionId: SESSION, epoch: 1 }, recipients());
    const seal = async (sequence: number, text: string) =>
      rowOf(sequence, await sealer.seal({ sequence, payload: bytesOf(text) }), text.length);
    const refused = await seal(0, "rm -rf /\r");
    const sent = await seal(0, "ls\r");
    sealer.stored();
    const again = await seal(1, "halt\r");
    const size: InputRow = { ...rowOf(1, bytesOf('{"cols":80,"rows":24}'), 0), kind: "r" };
    const lost = await seal(2, "never stored");
    expect(lost.bytes?.length).toBe(21 + 12);
    const last = await seal(2, "pwd\r");
    expect(textsOf(await opened([refused, sent, again, size, last]))).toEqual(["ls\r", "pwd\r"]);
  });

  it("is among the last 64 of its gateway, and marked so: so many are sent before the first is answered", async () => {
    const texts = Array.from({ length: 70 }, (_, index) => `${index}\r`);
    const all = await opened(await sealed(texts));
    expect(textsOf(all)).toEqual(texts);
    expect(all.filter(({ isDeliveryUnknown }) => !isDeliveryUnknown)).toHaveLength(70 - 64);
  });

  it("is marked so in each gateway's part, whatever the next one sends", async () => {
    const rows = [...(await sealed(["ls\r", "id\r"])), ...(await sealed(["pwd\r"], { epoch: 2, first: 9 }))];
    const size: InputRow = { ...rowOf(10, bytesOf('{"cols":80,"rows":24}'), 0, 2), kind: "r" };
    const marked = (all: OpenedInput[]) => all.map(({ isDeliveryUnknown }) => isDeliveryUnknown);
    expect(marked(await opened(rows))).toEqual([true, true, true]);
    expect(marked(await opened([...rows, size]))).toEqual([true, true, true]);
  });
});

describe("the gateway", () => {
  it("can't open what it sealed: keys go one way", () => {
    const chain = new KeyChain(
      new Uint8Array(32).fill(7),
      { sessionId: SESSION, epoch: 1 },
      new Uint8Array(),
    );
    const { number } = chain.take();
    expect(chain.takeAt(number)).toBeUndefined();
    expect(chain.takeAt(number + 1)).toBeDefined();
  });

  it("stores the key with each message until one is on record", async () => {
    const sealer = new InputSealer({ sessionId: SESSION, epoch: 1 }, recipients());
    const isWithKey = async () =>
      readMessage(await sealer.seal({ sequence: 0, payload: bytesOf("x") }), "it").keyBlock !== undefined;
    expect([await isWithKey(), await isWithKey()]).toEqual([true, true]);
    sealer.stored();
    expect(await isWithKey()).toBe(false);
  });

  it.each([[], ["Gil"]])("seals for nobody who could open it alone: %j", async (...names) => {
    const few = recipients().slice(0, names.filter(Boolean).length);
    const sealer = new InputSealer({ sessionId: SESSION, epoch: 1 }, few);
    await expect(sealer.seal({ sequence: 0, payload: bytesOf("x") })).rejects.toMatchObject({
      code: "INPUT_NOT_SEALED",
    });
  });
});

describe("a package", () => {
  const of = { sessionId: SESSION, openingId: "opn_1" };
  async function packed(rows: readonly InputRow[]): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of writePackage(of, inOrder(rows))) parts.push(part);
    return Buffer.concat(parts).toString();
  }
  async function unpacked(text: string): Promise<string[]> {
    const { sessionId, rows } = await readPackage(inOrder([bytesOf(text)]));
    const all: OpenedInput[] = [];
    for await (const one of openInput(sessionId, rows, [gil.identity, ivo.identity])) all.push(one);
    return textsOf(all);
  }

  it("holds what is opened from it", async () => {
    expect(await unpacked(await packed(await sealed(["ls\r", "id\r"])))).toEqual(["ls\r", "id\r"]);
  });

  it("without a sealed message says so", async () => {
    await expect(unpacked(await packed([rowOf(0, null, 4)]))).rejects.toMatchObject({
      code: "NOTHING_SEALED",
    });
  });

  it.each<[string, (lines: string[]) => string[]]>([
    ["its end gone", (lines) => lines.slice(0, -2)],
    ["a line gone", ([a, b, , d]) => [a, b, d] as string[]],
    ["another session named", ([a = "", ...rest]) => [a.replace("ses_1", "ses_2"), ...rest]],
    ["a line behind its end", (lines) => [...lines.slice(0, -1), lines[1] ?? "", ""]],
    ["another field", ([a, b = "", ...rest]) => [a ?? "", b.replace('"epoch"', '"epochs"'), ...rest]],
  ])("with %s is refused", async (_title, change) => {
    const lines = (await packed(await sealed(["ls\r", "id\r"]))).split("\n");
    await expect(unpacked(change(lines).join("\n").replace(/\n*$/, "\n"))).rejects.toEqual(ALTERED);
  });
});

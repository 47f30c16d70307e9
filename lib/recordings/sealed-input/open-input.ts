import { defaultLimits } from "@/lib/session-manager/channel-events";
import { joinKey, readKeyBlock } from "./custodian-shares";
import { KeyChain } from "./key-chain";
import { SealedInputFault } from "./sealed-input-fault";
import { openMessage, readMessage, type SealedMessage } from "./sealed-message";

/** A recorded range of input or of a terminal size: both use up numbers of the same counter. UNTRUSTED. */
export interface InputRow {
  /** The range's own number. */
  id: string;
  epoch: number;
  kind: "i" | "r";
  sequence: number;
  byteCount: number;
  bytes: Uint8Array | null;
  /** When it was recorded, as text. */
  at: string;
}

/** What was typed, one message. */
export interface OpenedInput {
  at: string;
  epoch: number;
  sequence: number;
  /** Null: counted and not kept, as the rule said then. */
  bytes: Uint8Array | null;
  byteCount: number;
  /**
   * It is one of the last of its gateway: so many are sent before the node has answered the first of them, and what is on
   * its way when a gateway or the session ends may be lost.
   */
  isDeliveryUnknown: boolean;
}

/**
 * Opens the kept input of a session with the keys of two custodians, message by message. What was recorded and refused,
 * because the answer to its commit was lost, is left out: its number came again.
 * @param rows the session's ranges of input and sizes, in the order in which they were written
 * @param identities age identities (AGE-SECRET-KEY-1…)
 * @throws SealedInputFault
 */
export async function* openInput(
  sessionId: string,
  rows: AsyncIterable<InputRow>,
  identities: readonly string[],
): AsyncGenerator<OpenedInput> {
  let epoch: OpenedEpoch | undefined;
  /** What may have been on its way still, and the last one of it may come again. */
  let underWay: OpenedInput[] = [];
  let isAnySealed = false;
  for await (const row of rows) {
    if (row.epoch !== epoch?.epoch) {
      yield* inDoubt(underWay);
      underWay = [];
      if (epoch && row.epoch < epoch.epoch)
        throw new SealedInputFault("ALTERED", `range ${row.id} is of an earlier gateway`);
      epoch = new OpenedEpoch(sessionId, row.epoch, identities);
    }
    if (epoch.follows(row) === "again" && underWay.at(-1)?.sequence === row.sequence) underWay.pop();
    const opened = await epoch.open(row);
    if (opened) underWay.push(opened);
    isAnySealed ||= opened?.bytes != null;
    const isAnswered = ({ sequence }: OpenedInput) => sequence <= row.sequence - defaultLimits.maxInFlight;
    while (underWay[0] && isAnswered(underWay[0])) yield* underWay.splice(0, 1);
  }
  yield* inDoubt(underWay);
  if (!isAnySealed) throw new SealedInputFault("NOTHING_SEALED", `no input of ${sessionId} was kept`);
}

const inDoubt = (messages: readonly OpenedInput[]) =>
  messages.map((message) => ({ ...message, isDeliveryUnknown: true }));

class OpenedEpoch {
  readonly epoch: number;
  readonly #sessionId: string;
  readonly #identities: readonly string[];
  #chain: KeyChain | undefined;
  #keyBlock: Uint8Array | undefined;
  #sequence: number | undefined;

  constructor(sessionId: string, epoch: number, identities: readonly string[]) {
    this.epoch = epoch;
    this.#sessionId = sessionId;
    this.#identities = identities;
  }

  /** @returns again: it takes the place of the one before, which was refused @throws SealedInputFault ALTERED */
  follows({ id, sequence }: InputRow): "next" | "again" {
    const before = this.#sequence;
    this.#sequence = sequence;
    if (before === undefined || sequence === before + 1) return "next";
    if (sequence === before) return "again";
    throw new SealedInputFault("ALTERED", `range ${id} has number ${sequence} behind number ${before}`);
  }

  /** @returns undefined for what nobody typed: a size, the answer to a handshake */
  async open(row: InputRow): Promise<OpenedInput | undefined> {
    const { at, epoch, sequence, byteCount } = row;
    if (row.kind !== "i" || (row.bytes === null && byteCount === 0)) return undefined;
    const opened = { at, epoch, sequence, byteCount, isDeliveryUnknown: false };
    if (row.bytes === null) return { ...opened, bytes: null };
    const item = `range ${row.id}`;
    const message = readMessage(row.bytes, item);
    const chain = await this.#chainOf(message, item);
    const bytes = openMessage(chain, message, { sessionId: this.#sessionId, epoch, sequence, item });
    if (bytes.length !== byteCount)
      throw new SealedInputFault("ALTERED", `${item} holds another number of bytes`);
    return { ...opened, bytes };
  }

  async #chainOf({ keyBlock }: SealedMessage, item: string): Promise<KeyChain> {
    if (keyBlock && this.#keyBlock && !Buffer.from(keyBlock).equals(this.#keyBlock))
      throw new SealedInputFault("ALTERED", `${item} comes with another key than those before it`);
    if (this.#chain) return this.#chain;
    if (!keyBlock)
      throw new SealedInputFault("ALTERED", `${item} comes without a key: what stood before it is missing`);
    const key = await joinKey(readKeyBlock(keyBlock), this.#identities);
    this.#keyBlock = keyBlock;
    this.#chain = new KeyChain(key, { sessionId: this.#sessionId, epoch: this.epoch }, keyBlock);
    key.fill(0);
    return this.#chain;
  }
}

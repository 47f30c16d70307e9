import { randomBytes } from "node:crypto";
import { Decrypter, Encrypter, identityToRecipient } from "age-encryption";
import { z } from "zod";
import type { InputRecipient } from "@/lib/kernel/config/input/input-settings";
import { SealedInputFault } from "./sealed-input-fault";

export const KEY_BYTES = 32;
const FORMAT = "halligan-input-key-1";
const MOST_CUSTODIANS = 8;

const keyBlock = z.strictObject({
  format: z.literal(FORMAT),
  custodians: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        recipient: z.string().max(100),
        /** An age file in base64: this custodian's halves, one for each of the others, in their order. */
        halves: z.base64().max(4_000),
      }),
    )
    .min(2)
    .max(MOST_CUSTODIANS),
});
export type KeyBlock = z.infer<typeof keyBlock>;

/**
 * Divides a key among custodians, so that any two have it together and one alone has nothing of it: each pair shares it
 * as two halves, a random one and what that makes of the key (a one-time pad). Each custodian's halves are one age file.
 * @returns what is stored
 */
export async function divideKey(
  key: Uint8Array,
  recipients: readonly InputRecipient[],
): Promise<Uint8Array<ArrayBuffer>> {
  if (recipients.length < 2) throw new TypeError("a key is divided among two custodians at least");
  const halves = recipients.map(() => [] as Buffer[]);
  for (let first = 0; first < recipients.length; first++)
    for (let second = first + 1; second < recipients.length; second++) {
      const random = randomBytes(KEY_BYTES);
      halves[first]?.push(random);
      halves[second]?.push(xor(random, key));
    }
  const custodians = await Promise.all(
    recipients.map(async ({ name, key: recipient }, index) => {
      const own = halves[index] ?? [];
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      const file = await encrypter.encrypt(Buffer.concat(own));
      for (const half of own) half.fill(0);
      return { name, recipient, halves: Buffer.from(file).toString("base64") };
    }),
  );
  return new TextEncoder().encode(JSON.stringify({ format: FORMAT, custodians } satisfies KeyBlock));
}

/** UNTRUSTED. @throws SealedInputFault ALTERED for what `divideKey` can't have written */
export function readKeyBlock(bytes: Uint8Array): KeyBlock {
  try {
    return keyBlock.parse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
  } catch (error) {
    throw new SealedInputFault("ALTERED", "its key is not written as Halligan writes it", { cause: error });
  }
}

/**
 * Puts a key together again from the halves of two custodians.
 * @param identities age identities (AGE-SECRET-KEY-1…)
 * @throws SealedInputFault WRONG_KEY: none of them is a custodian's; ONE_KEY: one is; ALTERED
 */
export async function joinKey(block: KeyBlock, identities: readonly string[]): Promise<Uint8Array> {
  const found = new Map<number, string>();
  for (const identity of identities) {
    const recipient = await recipientOf(identity);
    const index = block.custodians.findIndex((custodian) => custodian.recipient === recipient);
    if (index >= 0) found.set(index, identity);
  }
  const [first, second] = [...found].sort(([a], [b]) => a - b);
  const names = block.custodians.map(({ name }) => name).join(", ");
  if (!first) throw new SealedInputFault("WRONG_KEY", `no given key is one of its custodians' (${names})`);
  if (!second) {
    const whose = block.custodians[first[0]]?.name;
    throw new SealedInputFault("ONE_KEY", `only ${whose}'s key was given: a second of ${names} is needed`);
  }
  // A custodian has a half for each other one, in their order: of those behind one's own place one less stands before it.
  const one = await halfOf(block, first, second[0] - 1);
  const other = await halfOf(block, second, first[0]);
  return xor(one, other);
}

/** @throws SealedInputFault WRONG_KEY, without the cause: the library's own error repeats the private key */
async function recipientOf(identity: string): Promise<string> {
  try {
    return await identityToRecipient(identity);
  } catch {
    throw new SealedInputFault("WRONG_KEY", "a given key is no age X25519 key");
  }
}

async function halfOf(
  block: KeyBlock,
  [index, identity]: [number, string],
  place: number,
): Promise<Uint8Array> {
  const custodian = block.custodians[index];
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  let halves: Uint8Array;
  try {
    halves = await decrypter.decrypt(Buffer.from(custodian?.halves ?? "", "base64"));
  } catch (error) {
    throw new SealedInputFault(
      "ALTERED",
      `what is sealed to ${custodian?.name} does not open with that key`,
      {
        cause: error,
      },
    );
  }
  if (halves.length !== KEY_BYTES * (block.custodians.length - 1))
    throw new SealedInputFault("ALTERED", `what is sealed to ${custodian?.name} has another length`);
  return halves.subarray(place * KEY_BYTES, (place + 1) * KEY_BYTES);
}

function xor(one: Uint8Array, other: Uint8Array): Buffer {
  return Buffer.from(one.map((byte, index) => byte ^ (other[index] ?? 0)));
}

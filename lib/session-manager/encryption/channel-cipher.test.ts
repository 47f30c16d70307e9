import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decrypt, encrypt } from "../testing/encrypting-agent";
import { parseMessage } from "../wire/message";
import { ChannelCipher } from "./channel-cipher";
import { ChannelKey } from "./channel-key";
import { SeenNonces } from "./seen-nonces";

const vectors = z
  .object({
    encryption: z.object({
      dataKeyHex: z.string(),
      messages: z.array(
        z.object({
          from: z.enum(["agent", "client"]),
          seq: z.number(),
          hex: z.string(),
          plaintext: z.string(),
        }),
      ),
    }),
  })
  .parse(JSON.parse(readFileSync("fixtures/session-manager/message-vectors.json", "utf8"))).encryption;

const BYTES = Buffer.from(vectors.dataKeyHex, "hex");
const cipherOf = (bytes: Uint8Array = BYTES) => new ChannelCipher(new ChannelKey(Buffer.from(bytes)));
const [fromNode, toNode] = [BYTES.subarray(0, 32), BYTES.subarray(32)];
const faultOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { fault?: string }).fault;
  }
  return "none";
};

describe("the cipher of a channel", () => {
  it.each(vectors.messages)("is that of a real agent and plugin: $from $seq", ({ from, hex, plaintext }) => {
    const { payload, sequenceNumber } = parseMessage(Buffer.from(hex, "hex"));
    if (from === "agent") {
      expect(Buffer.from(cipherOf().open(payload, sequenceNumber)).toString()).toBe(plaintext);
      return;
    }
    const nonce = payload.subarray(0, 12);
    const sealing = new ChannelCipher(new ChannelKey(Buffer.from(BYTES)), () => nonce);
    expect(Buffer.from(sealing.seal(Buffer.from(plaintext))).equals(payload)).toBe(true);
  });

  it("opens what the node's half encrypted, and seals for the other half", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2048 }), (plain) => {
        const cipher = cipherOf();
        expect(Buffer.from(cipher.open(encrypt(fromNode, plain), 3)).equals(plain)).toBe(true);
        expect(decrypt(toNode, cipher.seal(plain)).equals(plain)).toBe(true);
      }),
    );
  });

  it("never uses a nonce twice, nor does a successor under the same key", () => {
    const nonces = [cipherOf(), cipherOf()].flatMap((cipher) =>
      Array.from({ length: 500 }, () =>
        Buffer.from(cipher.seal(Buffer.from("x")).subarray(0, 12)).toString("hex"),
      ),
    );
    expect(new Set(nonces).size).toBe(1000);
  });

  it("refuses every changed byte, and whatever is no message of this key", () => {
    const good = encrypt(fromNode, Buffer.from("whoami\r\n"));
    for (let at = 0; at < good.length; at++) {
      const changed = Buffer.from(good);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(faultOf(() => cipherOf().open(changed, 3))).toBe("ENCRYPTION_TAG_WRONG");
    }
    for (let length = 0; length < good.length; length++)
      expect(faultOf(() => cipherOf().open(good.subarray(0, length), 3))).toBe(
        length < 28 ? "ENCRYPTION_PAYLOAD_SHORT" : "ENCRYPTION_TAG_WRONG",
      );
    // Our own words, sent back to us.
    expect(faultOf(() => cipherOf().open(cipherOf().seal(Buffer.from("x")), 3))).toBe("ENCRYPTION_TAG_WRONG");
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(faultOf(() => cipherOf().open(bytes, 3))).toMatch(/^ENCRYPTION_(PAYLOAD_SHORT|TAG_WRONG)$/);
      }),
    );
  });

  it("refuses a message under another number, and takes the same one again", () => {
    const cipher = cipherOf();
    const sent = encrypt(fromNode, Buffer.from("rm done\r\n"));
    cipher.open(sent, 7);
    cipher.open(sent, 7);
    expect(faultOf(() => cipher.open(sent, 8))).toBe("ENCRYPTION_NONCE_REPEATED");
  });
});

describe("the nonces that were seen", () => {
  const nonce = (index: number) => Buffer.from(String(index).padStart(12, "0"));

  it("are bounded, and hold at least the newest", () => {
    const seen = new SeenNonces(100);
    for (let index = 0; index < 1000; index++) expect(seen.accept(nonce(index), index)).toBe(true);
    for (let index = 900; index < 1000; index++) expect(seen.accept(nonce(index), 5000)).toBe(false);
    expect(seen.accept(nonce(1), 5000)).toBe(true);
  });
});

describe("the key of a channel", () => {
  it("takes its bytes over, prints as nothing, and is overwritten", () => {
    const given = Buffer.from(BYTES);
    const key = new ChannelKey(given);
    expect(given.every((byte) => byte === 0)).toBe(true);
    const half = ChannelKey.fromNode(key);
    expect(Buffer.from(half).equals(fromNode)).toBe(true);
    expect(
      `${JSON.stringify({ key })} ${inspect(key)} ${inspect({ key }, { showHidden: true })}`,
    ).not.toMatch(/00|1f/);
    key.destroy();
    expect([...half, ...ChannelKey.toNode(key)].every((byte) => byte === 0)).toBe(true);
  });

  it.each([0, 32, 63, 65])("has 64 bytes, never %i", (length) => {
    expect(() => new ChannelKey(Buffer.alloc(length))).toThrow(TypeError);
  });
});

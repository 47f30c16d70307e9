import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { ChannelEncryption } from "../encryption/channel-encryption";
import { ChannelKey } from "../encryption/channel-key";
import { payloadTypes } from "../wire/wire-types";
import { World, type WorldOptions } from "./world";

export const KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const CHALLENGE = Buffer.alloc(16, 7).toString("base64");
/** As in the captured vectors. */
export const KEY_BYTES = Buffer.from(Array.from({ length: 64 }, (_, index) => index));

export function encrypt(half: Uint8Array, plain: Uint8Array, nonce: Uint8Array = randomBytes(12)): Buffer {
  const cipher = createCipheriv("aes-256-gcm", half, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

export function decrypt(half: Uint8Array, payload: Uint8Array): Buffer {
  const decipher = createDecipheriv("aes-256-gcm", half, payload.subarray(0, 12));
  decipher.setAuthTag(payload.subarray(payload.length - 16));
  return Buffer.concat([decipher.update(payload.subarray(12, -16)), decipher.final()]);
}

export const asNode = (text: string | Uint8Array) => encrypt(KEY_BYTES.subarray(0, 32), Buffer.from(text));

export function challengePayload(plain: Uint8Array = Buffer.alloc(64, 9)): Buffer {
  return Buffer.from(JSON.stringify({ Challenge: asNode(plain).toString("base64") }));
}

export const KMS_ACTION = {
  actionType: "KMSEncryption",
  parameters: { KMSKeyId: KEY_ARN, Challenge: CHALLENGE },
};

/** A world whose channel must be encrypted, with what was asked for its key. */
export function encryptedWorld(options: WorldOptions & { makeKey?: ChannelEncryption["makeKey"] } = {}) {
  const asked: (string | undefined)[] = [];
  const keys: ChannelKey[] = [];
  const makeKey = async (challenge: string | undefined) => {
    asked.push(challenge);
    const key = new ChannelKey(Buffer.from(KEY_BYTES));
    keys.push(key);
    return { key, ciphertextBlob: Buffer.from("as KMS encrypted it") };
  };
  const encryption = { keyArn: KEY_ARN, makeKey: options.makeKey ?? makeKey };
  const world = new World({ ...options, encryption });
  world.connect();
  return { world, asked, keys };
}

/** An encrypted world whose handshake is done. */
export async function encryptedAtPrompt(options: WorldOptions = {}) {
  const made = encryptedWorld(options);
  const { world } = made;
  world.agent.startHandshake("Standard_Stream", [KMS_ACTION]);
  await world.step();
  world.agent.output(challengePayload(), payloadTypes.encryptionChallengeRequest);
  await world.step();
  world.agent.completeHandshake("This session is encrypted using AWS KMS.");
  world.agent.output(asNode("$ "));
  await world.step();
  return made;
}

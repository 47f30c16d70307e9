import { createHash } from "node:crypto";
import { appendEvent } from "@/lib/audit/append-event";
import type { AwsCredentials } from "@/lib/aws/credentials";
import { decryptDataKey, generateDataKey } from "@/lib/aws/data-keys";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { ChannelEncryption } from "@/lib/session-manager/encryption/channel-encryption";
import { CHANNEL_KEY_BYTES, ChannelKey } from "@/lib/session-manager/encryption/channel-key";
import { EncryptionError } from "@/lib/session-manager/encryption/faults";
import { lockSession } from "../store";
import { subjectOf } from "../subject";
import { keyError } from "./key-fault";
import { findChannelKey, insertChannelKey, type StoredChannelKey } from "./store";

/** The encryption of one open session, as its gateway uses it. */
export interface SessionEncryption extends ChannelEncryption {
  /** The key of a channel that a predecessor began. Rejects with EncryptionError; may be tried again. */
  restoreKey(): Promise<ChannelKey>;
}

interface Encrypted {
  /** Of the session itself: its policy has the right to this key, for this session on this node. */
  credentials: AwsCredentials;
  region: string;
  nodeId: string;
  awsSessionId: string;
  session: { id: string; epoch: number };
  keyArn: string;
}

/**
 * Makes the key of a session's channel, and has it back for a gateway that takes over. The key lives in memory only;
 * what is kept is what KMS encrypted, and only while the session is open.
 */
export function sessionEncryption(gateway: SystemActor, of: Encrypted): SessionEncryption {
  const { keyArn, session } = of;
  return {
    keyArn,
    async makeKey(challenge) {
      try {
        const kept = await findChannelKey(reading(), session.id);
        if (kept) return await again(of, kept, challenge);
        return await makeNew(gateway, of, contextOf(of, challenge));
      } catch (error) {
        throw keyError(error);
      }
    },
    async restoreKey() {
      try {
        const kept = await findChannelKey(reading(), session.id);
        if (!kept) throw new EncryptionError("KEY_NOT_KEPT", `${session.id} has no key on record`);
        return await open(of, kept);
      } catch (error) {
        throw keyError(error);
      }
    },
  };
}

/** What both ends bind the key to, as AWS's own client does. */
function contextOf(
  { awsSessionId, nodeId }: Encrypted,
  challenge: string | undefined,
): Record<string, string> {
  return {
    "aws:ssm:SessionId": awsSessionId,
    "aws:ssm:TargetId": nodeId,
    ...(challenge === undefined ? {} : { "aws:ssm:RandomChallenge": challenge }),
  };
}

async function makeNew(gateway: SystemActor, of: Encrypted, context: Record<string, string>) {
  const { credentials, region, keyArn, session } = of;
  const scope = { region, keyArn, context, bytes: CHANNEL_KEY_BYTES };
  const { plaintext, ciphertextBlob } = await generateDataKey(credentials, scope);
  const key = new ChannelKey(plaintext);
  try {
    await keep(gateway, session, { keyArn, context, ciphertextBlob });
  } catch (error) {
    key.destroy();
    throw error;
  }
  return { key, ciphertextBlob };
}

/** Durable before the node is told: a successor must be able to go on from whatever the node has. */
async function keep(
  gateway: SystemActor,
  session: Encrypted["session"],
  made: StoredChannelKey,
): Promise<void> {
  const isKept = await inTransaction(async (tx) => {
    const row = await lockSession(tx, session.id);
    if (row && row.epoch !== session.epoch)
      throw new AppError("STALE_EPOCH", `${session.id} is another gateway's`);
    if (!row || !(await insertChannelKey(tx, session, made))) return false;
    await appendEvent(tx, {
      code: "session.encrypted",
      actor: gateway,
      subject: subjectOf(row),
      data: {
        key: made.keyArn,
        ciphertextSha256: createHash("sha256").update(made.ciphertextBlob).digest("hex"),
      },
    });
    return true;
  });
  if (!isKept) throw new AppError("NOT_DURABLE", `${session.id} is open no more, or has a key`);
}

/** A predecessor made the key and died before the node had all of its answer: the same key once more. */
async function again(of: Encrypted, kept: StoredChannelKey, challenge: string | undefined) {
  if (kept.context["aws:ssm:RandomChallenge"] !== challenge)
    throw new EncryptionError(
      "ENCRYPTION_SECOND_HANDSHAKE",
      `${of.session.id} has a key for another challenge`,
    );
  return { key: await open(of, kept), ciphertextBlob: kept.ciphertextBlob };
}

async function open(
  of: Encrypted,
  { keyArn, context, ciphertextBlob }: StoredChannelKey,
): Promise<ChannelKey> {
  if (keyArn !== of.keyArn)
    throw new EncryptionError("KEY_MISMATCH", `${of.session.id} has a key that its policy does not name`);
  const scope = { region: of.region, keyArn, context, bytes: CHANNEL_KEY_BYTES };
  return new ChannelKey(await decryptDataKey(of.credentials, scope, ciphertextBlob));
}

import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";

/** What KMS needs to give a session's data key back. */
export interface StoredChannelKey {
  keyArn: string;
  context: Record<string, string>;
  ciphertextBlob: Uint8Array;
}

const contextSchema = z.record(z.string().max(64), z.string().max(4096));

/** @returns null when no key was made, or the session is over */
export async function findChannelKey(tx: Tx, sessionId: string): Promise<StoredChannelKey | null> {
  const row = await handleOf(tx).channelKey.findUnique({
    where: { sessionId },
    select: { keyArn: true, context: true, ciphertext: true },
  });
  if (!row) return null;
  const { keyArn, context, ciphertext } = row;
  return { keyArn, context: contextSchema.parse(context), ciphertextBlob: ciphertext };
}

/**
 * Keeps it for whoever takes the session over.
 * @returns false when the session is open no more, is another gateway's, or has one already
 */
export async function insertChannelKey(
  tx: Tx,
  session: { id: string; epoch: number },
  { keyArn, context, ciphertextBlob }: StoredChannelKey,
): Promise<boolean> {
  const handle = handleOf(tx);
  const held = await handle.$queryRaw<{ id: string }[]>`
    select id from sessions where id = ${session.id} and epoch = ${session.epoch} and state = 'open' for share`;
  if (held.length === 0) return false;
  const inserted = await handle.$executeRaw`
    insert into channel_keys (session_id, key_arn, context, ciphertext)
    values (${session.id}, ${keyArn}, ${JSON.stringify(context)}::jsonb, ${Buffer.from(ciphertextBlob)})
    on conflict do nothing`;
  return inserted === 1;
}

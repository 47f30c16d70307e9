import { inTransaction, reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { scopeSeen } from "@/lib/people/visibility";
import { findUsedChannels, saveChannels } from "./store";
import type { ChannelView } from "./views";

/** Says by which ways people are told; jobs alone knows, whose settings have the addresses. */
export async function declareChannels(
  channels: readonly { name: string; kind: ChannelView["kind"]; events: readonly string[] }[],
): Promise<void> {
  await inTransaction((tx) => saveChannels(tx, channels));
}

/**
 * The ways by which people are told, and which of them don't work.
 * @throws AppError ROLE_MISSING
 */
export async function readChannels(viewer: PersonActor): Promise<ChannelView[]> {
  scopeSeen(viewer, "settings");
  return findUsedChannels(reading());
}

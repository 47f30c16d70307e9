import { reading } from "@/lib/db/client";
import { countInboxByKind } from "@/lib/inbox/list-inbox";
import type { PersonActor } from "@/lib/kernel/actor";
import { findMySessions } from "./store";

/** What the frame of every page shows: what waits, and which sessions of mine are open. */
export interface FrameView {
  waiting: { home?: number; requests?: number; reviews?: number };
  sessions: { id: string; nodeName: string; endsAt: Date }[];
}

/** For everybody who is signed in, with or without a role. */
export async function readFrame(viewer: PersonActor): Promise<FrameView> {
  const { decision, review } = await countInboxByKind(viewer);
  return {
    waiting: { requests: decision, reviews: review },
    sessions: await findMySessions(reading(), viewer.id),
  };
}

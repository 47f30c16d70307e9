import { z } from "zod";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { findExports } from "./store";

/** What a person has taken away of a session, by the audit's word. */
export interface ExportView {
  id: string;
  at: Date;
  format: string;
  bytes: number;
  /** Null: it was cut off. */
  sha256: string | null;
}

const recorded = z.object({ format: z.string(), bytes: z.number(), sha256: z.string().optional() });

/** The last downloads of a session by whoever asks, newest first. */
export async function readExports(viewer: PersonActor, sessionId: string): Promise<ExportView[]> {
  const rows = await findExports(reading(), { sessionId, personId: viewer.id });
  return rows.map(({ id, at, data }) => {
    const { format, bytes, sha256 = null } = recorded.parse(data);
    return { id, at, format, bytes, sha256 };
  });
}

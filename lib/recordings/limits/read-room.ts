import { reading } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { readDatabaseBytes } from "../store";
import { type Room, roomIn } from "./room-rules";

/** A database's size is counted file by file: not for each page. */
const KEPT_MS = 10_000;

let kept: { at: number; room: Promise<Room> } | undefined;

/** How full the database is, as it was ten seconds ago at most; null when nobody has said how large it may become. */
export async function readRoom(): Promise<Room | null> {
  const { DATABASE_MAX_MEGABYTES } = config();
  if (DATABASE_MAX_MEGABYTES === undefined) return null;
  if (kept && performance.now() - kept.at < KEPT_MS) return kept.room;
  const room = readDatabaseBytes(reading()).then((bytes) => roomIn(bytes, DATABASE_MAX_MEGABYTES));
  kept = { at: performance.now(), room };
  room.catch(() => {
    kept = undefined;
  });
  return room;
}

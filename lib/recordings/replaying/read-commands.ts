import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import type { SessionId } from "@/lib/kernel/ids";
import { clearUntil } from "../masking/clearance";
import { commandRows } from "../segments/command-rows";
import { findCommands } from "../segments/store";
import type { ReplayCommand } from "../segments/views";
import { terminalWork } from "../terminal-work/terminal-work";
import { readTail } from "./read-tail";
import { replaying } from "./replaying";

/** Commands in one answer. */
const PAGE = 1_000;

/**
 * A recording's commands, page by page, their secrets masked unless the person has unmasked the recording.
 * @param from number of the first one wanted
 * @throws AppError ROLE_MISSING | NOT_FOUND when the session is not theirs to see; RECORDING_MISSING
 */
export async function readCommands(
  actor: PersonActor,
  sessionId: SessionId,
  from: number,
): Promise<{ commands: ReplayCommand[]; next: number | null }> {
  const progress = await replaying(actor, sessionId, { always: false });
  // Those that were stored since are in the tail.
  const limit = Math.min(PAGE, Math.max(0, progress.commands - from));
  const stored = await findCommands(reading(), sessionId, { from, limit });
  const isClear = (await clearUntil(actor, sessionId)) !== null;
  const shown = isClear ? async (rows: ReplayCommand[]) => rows : masked;
  if (stored.length === PAGE) return { commands: await shown(stored), next: from + PAGE };
  const tail = await readTail(sessionId, progress);
  const rest = commandRows(tail?.made ?? [], progress.commands).filter(({ number }) => number >= from);
  return { commands: await shown([...stored, ...rest].slice(0, PAGE)), next: null };
}

async function masked(commands: ReplayCommand[]): Promise<ReplayCommand[]> {
  const texts = await terminalWork("replay").maskLines(commands.map(({ text }) => text));
  return commands.map((command, index) => ({ ...command, text: texts[index] ?? "" }));
}

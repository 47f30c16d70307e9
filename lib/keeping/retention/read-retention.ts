import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { actionState } from "@/lib/nodes/rules";
import type { Protection } from "@/lib/nodes/views";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { countByRule, type DryRunRow } from "./due-store";
import {
  DAYS_LIMITS,
  keptUntil,
  mayConfirmRule,
  mayPropose,
  maySeeRetention,
  maySetRetention,
  mayWithdrawRule,
} from "./rules";
import { findSessionKept } from "./session-store";
import { findClass, findLately, findVersions } from "./store";
import type { ClassRetention, Counted, DryRun, KeptUntil, RetentionView } from "./views";

/** Of a dry run: so many recordings are looked at, and so many days ahead. */
const MOST_LOOKED_AT = 10_000;
const SOON_DAYS = 30;

/** As they are shown: the class that matters most first. */
const CLASSES = ["production", "staging"] as const satisfies Protection[];

/**
 * For how long recordings are kept, who set that, what waits for a second administrator, and what rules deleted.
 * @throws AppError ROLE_MISSING
 */
export async function readRetention(viewer: PersonActor): Promise<RetentionView> {
  requireSight(viewer);
  const at = await databaseNow(reading());
  const classes: ClassRetention[] = [];
  for (const protection of CLASSES) classes.push(await readClass(viewer, protection, at));
  return { classes, lately: await findLately(reading()) };
}

async function readClass(viewer: PersonActor, protection: Protection, at: Date): Promise<ClassRetention> {
  const { rule, inForce, upcoming, proposal } = await findClass(reading(), protection, at);
  const maySet = maySetRetention(viewer).ok;
  // Expired, whether or not the sweep has said so.
  const isOpen = proposal !== null && proposal.expiresAt > at;
  return {
    ...{ protection, inForce, upcoming },
    versions: await findVersions(reading(), protection),
    proposal: isOpen
      ? {
          ...{ id: proposal.id, days: proposal.days, reason: proposal.reason, askedAt: proposal.askedAt },
          ...{ expiresAt: proposal.expiresAt },
          askedBy: { id: proposal.askedBy.id, name: proposal.askedBy.name },
          actions: maySet
            ? {
                confirm: actionState(mayConfirmRule(viewer, rule, at)),
                withdraw: actionState(mayWithdrawRule(viewer, rule)),
              }
            : null,
        }
      : null,
    propose: maySet ? actionState(mayPropose(viewer, rule)) : null,
  };
}

/**
 * What a rule would do now, and within thirty days of now, to the recordings that there are. Nothing is changed.
 * @param input.days null: without end, which deletes nothing
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function tryRule(
  viewer: PersonActor,
  { protection, days }: { protection: Protection; days: number | null },
): Promise<DryRun> {
  requireSight(viewer);
  const { min, max } = DAYS_LIMITS;
  if (days !== null && !(Number.isInteger(days) && days >= min && days <= max))
    throw new AppError("INVALID_INPUT", "so many days no rule can have", {
      params: { fields: ["days"], min, max },
    });
  const at = await databaseNow(reading());
  const given = { protection, soonDays: SOON_DAYS, at, limit: MOST_LOOKED_AT };
  const rows = days === null ? [] : await countByRule(reading(), { ...given, days });
  const of = (part: DryRunRow["part"]): Counted => {
    const row = rows.find((one) => one.part === part);
    return { recordings: row?.recordings ?? 0, bytes: Number(row?.bytes ?? 0) };
  };
  return {
    ...{ protection, days, now: of("now"), soon: of("soon"), held: of("held"), unreviewed: of("unreviewed") },
    uncounted: rows.reduce((sum, row) => sum + row.uncounted, 0),
    isCut: of("seen").recordings === MOST_LOOKED_AT,
  };
}

/**
 * Until when the recording of a session is kept; null: it has none, or runs.
 * @throws AppError ROLE_MISSING | NOT_FOUND, as `readSession`
 */
export async function readKeptUntil(viewer: PersonActor, sessionId: string): Promise<KeptUntil | null> {
  await readSessionOwner(viewer, sessionId);
  const found = await findSessionKept(reading(), sessionId);
  if (!found?.hasRecording) return null;
  const at = await databaseNow(reading());
  const rule = found.protection ? await findClass(reading(), found.protection, at) : undefined;
  return keptUntil(
    {
      isClassKnown: found.protection !== null,
      days: rule?.inForce?.days ?? null,
      endedAt: found.endedAt,
      isReviewed: found.isReviewed,
    },
    at,
  );
}

function requireSight(viewer: PersonActor): void {
  const may = maySeeRetention(viewer);
  if (!may.ok)
    throw new AppError(may.code, "may not see retention", may.params ? { params: may.params } : {});
}

import { accountOf } from "@/lib/aws/credentials";
import { PageTokens } from "@/lib/aws/page-tokens";
import {
  type AwsSessionRow,
  findPastSession,
  listActiveSessions,
  listPastSessions,
} from "@/lib/aws/sessions";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { isAppError } from "@/lib/kernel/errors";
import { addSeconds } from "@/lib/kernel/time";
import { findSessions } from "@/lib/sessions/store";
import { sessionIdOf } from "@/lib/sessions/sweeping/sweep-rules";
import { endImport, importSession } from "./import-session";
import { endOf, isForgotten, isOfNode, isOutside, outsideSessionOf } from "./rules";
import { beginWatch, findKnown, findOpenElsewhere, findOpenImports, saveWatch, type Watch } from "./store";

/** AWS lists a session a little after it began, and its clock is not ours: so much is read again each time. */
const OVERLAP_SECONDS = 3_600;
/** Pages of 200 in one round; a long history goes on in the next one. */
const MOST_PAGES = 10;
/** Ends that are asked for in one round. */
const MOST_ENDS = 50;

/** One account and region, and since when it is watched. */
interface Place {
  account: AccountConfig;
  region: string;
  watch: Watch;
}

/**
 * Puts on record the sessions of one account and region that were opened past the portal: those that run, those that are
 * over since the last round (at first, all that AWS still has: 30 days), and the ends of those that ran. Safe to run
 * again, and by two processes at once; AWS's id is on record once.
 * @throws AppError AWS_*
 */
export async function importSessions(actor: SystemActor, accountId: string, region: string): Promise<void> {
  const account = accountOf(accountId);
  const at = await databaseNow(reading());
  const watch = await inTransaction((tx) => beginWatch(tx, { accountId, region }, at));
  // The inventory, which runs beside this, has not saved the account yet.
  if (!watch) return;
  const place = { account, region, watch };
  const active = await listActiveSessions(place);
  const failures = await importFound(actor, place, { found: active, isActive: true });
  await endGone(actor, place, new Set(active.map(({ awsSessionId }) => awsSessionId)));
  failures.push(...(await importPast(actor, place, at)));
  if (failures.length > 0) throw failures[0];
}

/**
 * Ends what was open when its account or region was last connected, a day after it began: nobody is asked about it any
 * more.
 */
export async function endForgotten(actor: SystemActor): Promise<void> {
  const places = config().HALLIGAN_ACCOUNTS.flatMap(({ accountId, regions }) =>
    regions.map((region) => `${accountId} ${region}`),
  );
  const at = await databaseNow(reading());
  for (const { id, openedAt } of await findOpenElsewhere(reading(), places, MOST_ENDS))
    if (isForgotten(openedAt, at)) await endImport(actor, id, { endedAt: at, status: "" });
}

/** @returns why sessions could not be put down: their page is read again in the next round */
async function importPast(actor: SystemActor, place: Place, at: Date): Promise<unknown[]> {
  const { account, region, watch } = place;
  const key = { accountId: account.accountId, region };
  const startedAfter = watch.readUntil ? addSeconds(watch.readUntil, -OVERLAP_SECONDS) : undefined;
  const readingSince = watch.readingSince ?? at;
  let nextToken = watch.nextToken ?? undefined;
  const tokens = new PageTokens("DescribeSessions");
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const page = await pageFrom(place, { startedAfter, nextToken });
    if (!page) {
      // AWS does not know the page any more: from the beginning, which drops what is on record.
      await inTransaction((tx) => saveWatch(tx, key, { readingSince: null, nextToken: null }));
      return [];
    }
    const failures = await importFound(actor, place, { found: page.sessions, isActive: false });
    if (failures.length > 0) return failures;
    nextToken = tokens.next(page.nextToken);
    const isRead = nextToken === undefined;
    await inTransaction((tx) =>
      saveWatch(tx, key, {
        ...(isRead ? { readUntil: readingSince } : {}),
        readingSince: isRead ? null : readingSince,
        nextToken: nextToken ?? null,
      }),
    );
    if (isRead) return [];
  }
  return [];
}

/** @returns undefined: the token of the page is not one of AWS's any more */
async function pageFrom(
  place: Place,
  query: { startedAfter: Date | undefined; nextToken: string | undefined },
): Promise<Awaited<ReturnType<typeof listPastSessions>> | undefined> {
  try {
    return await listPastSessions(place, query);
  } catch (error) {
    // Whatever else is wrong says nothing of the token.
    if (query.nextToken !== undefined && isAppError(error) && error.code === "AWS_INVALID") return undefined;
    throw error;
  }
}

/** One that can't be put down holds up no other. @returns why not */
async function importFound(
  actor: SystemActor,
  { account, region, watch }: Place,
  { found, isActive }: { found: readonly AwsSessionRow[]; isActive: boolean },
): Promise<unknown[]> {
  if (found.length === 0) return [];
  const tx = reading();
  const roleName = account.targetRoleArn.slice(account.targetRoleArn.lastIndexOf("/") + 1);
  // After AWS was asked: our row of a session is there before AWS has it.
  const known = await findKnown(
    tx,
    found.map(({ awsSessionId }) => awsSessionId),
  );
  const names = [...new Set(found.flatMap(({ awsSessionId }) => sessionIdOf(awsSessionId) ?? []))];
  const own = new Map((await findSessions(tx, names)).map((session) => [session.id as string, session]));
  const at = await databaseNow(tx);
  const failures: unknown[] = [];
  for (const session of found) {
    if (known.has(session.awsSessionId) || !isOfNode(session)) continue;
    const row = own.get(sessionIdOf(session.awsSessionId) ?? "") ?? null;
    if (!isOutside(session, roleName, row)) continue;
    const outside = outsideSessionOf(session, isActive, { at, watchBeganAt: watch.beganAt });
    await importSession(actor, { account, region }, outside).catch((error: unknown) => failures.push(error));
  }
  return failures;
}

/** What ran when it was last looked at and runs no more. AWS has many a one only after a while, which holds up no other. */
async function endGone(actor: SystemActor, place: Place, active: ReadonlySet<string>): Promise<void> {
  const { account, region } = place;
  const open = await findOpenImports(reading(), { accountId: account.accountId, region });
  const gone = open.filter(({ awsSessionId }) => !active.has(awsSessionId)).slice(0, MOST_ENDS);
  for (const { id, awsSessionId, openedAt } of gone) {
    const past = await findPastSession(place, awsSessionId);
    const at = await databaseNow(reading());
    if (past) await endImport(actor, id, { endedAt: endOf(past, openedAt, at), status: past.status });
    else if (isForgotten(openedAt, at)) await endImport(actor, id, { endedAt: at, status: "" });
  }
}

import { z } from "zod";
import { END_REASONS, SESSION_KINDS } from "./views";

const text = z.string().nullable();
const instant = z.date().nullable();
const none = z.null();

const COLUMNS = {
  id: z.string(),
  kind: z.enum(SESSION_KINDS),
  grantId: text,
  personId: text,
  accountId: z.string(),
  region: z.string(),
  nodeId: z.string(),
  documentName: z.string(),
  osUser: text,
  createdAt: z.date(),
  windowStartsAt: instant,
  windowEndsAt: instant,
  policy: text,
  assumeIntendedAt: instant,
  startIntendedAt: instant,
  openedAt: instant,
  awsSessionId: text,
  streamUrl: text,
  clientId: text,
  gatewayId: text,
  epoch: z.number(),
  endRequestedAt: instant,
  endReason: z.enum(END_REASONS).nullable(),
  endNote: text,
  endedAt: instant,
  endConfirmedAt: instant,
};

const NOT_OPENED = { openedAt: none, awsSessionId: none, streamUrl: none, clientId: none };
const NOT_ENDING = { endRequestedAt: none, endReason: none, endedAt: none };
const OVER = { endedAt: z.date(), endReason: z.enum(END_REASONS) };

/**
 * A session's row by its state: what it must have there, and what it can't have yet. The CHECK constraints of the
 * table say the same. What AWS answers late is kept in any state after `opening`, so there it may be missing or not.
 */
const record = z.discriminatedUnion("state", [
  z.object({
    ...{ ...COLUMNS, ...NOT_OPENED, ...NOT_ENDING },
    ...{ state: z.literal("created"), gatewayId: none },
  }),
  z.object({
    ...{ ...COLUMNS, ...NOT_OPENED, ...NOT_ENDING },
    ...{ state: z.literal("opening"), gatewayId: z.string() },
  }),
  z.object({
    ...{ ...COLUMNS, ...NOT_ENDING },
    ...{ state: z.literal("open"), gatewayId: z.string(), openedAt: z.date(), awsSessionId: z.string() },
    ...{ streamUrl: z.string(), clientId: z.string(), windowEndsAt: z.date() },
  }),
  z.object({
    ...COLUMNS,
    ...{ state: z.literal("ending"), gatewayId: z.string(), endedAt: none },
    ...{ endRequestedAt: z.date(), endReason: z.enum(END_REASONS) },
  }),
  z.object({ ...COLUMNS, ...OVER, state: z.literal("ended") }),
  z.object({ ...COLUMNS, ...OVER, state: z.literal("failed"), gatewayId: z.string() }),
]);

/** A session's row as use cases work on it: what is certain in its state is not null. */
export type SessionRecord = Readonly<z.infer<typeof record>>;

/** The same in one of these states. */
export type SessionIn<State extends SessionRecord["state"]> = Extract<SessionRecord, { state: State }>;

/** @throws TypeError when the row is not what its state says: a defect of ours, or somebody wrote past us */
export function recordOf(row: { id: string; state: string }): SessionRecord {
  const parsed = record.safeParse(row);
  if (parsed.success) return parsed.data;
  const columns = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))];
  throw new TypeError(`${row.id} is ${row.state}, and does not fit: ${columns.join(", ")}`, {
    cause: parsed.error,
  });
}

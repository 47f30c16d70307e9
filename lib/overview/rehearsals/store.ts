import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { ROLES } from "@/lib/kernel/config/config";
import { ERROR_CODES } from "@/lib/kernel/errors";
import { PROTECTIONS } from "@/lib/nodes/views";
import { ASKED_ACTIONS } from "@/lib/policy/engine/question";
import { obligationsSchema, parseObligations } from "@/lib/policy/obligations";
import { REHEARSAL_KINDS, type RehearsalKind } from "@/lib/policy/rehearsal/compare";
import type { PastRequest, RehearsedDifference } from "@/lib/policy/rehearsal/rehearse";
import type { PolicyFile } from "@/lib/policy/text/problems";
import { findPolicy } from "@/lib/policy/versions/store";
import { REHEARSAL_EXTENTS, type RehearsalExtent } from "./views";

/** A difference, and whether it was found with groups and tags of today. */
export type KeptDifference = RehearsedDifference & { readonly isOfToday: boolean };

export interface Rehearsal {
  since: Date;
  extent: RehearsalExtent;
  requestCount: number;
  rehearsedCount: number;
  todayCount: number;
  counts: Partial<Record<RehearsalKind, number>>;
  /** Of each kind the newest. */
  differences: readonly KeptDifference[];
}

/** Proposals that were found valid and not rehearsed yet, oldest first. */
export async function findUnrehearsed(tx: Tx): Promise<string[]> {
  const rows = await handleOf(tx).policyVersion.findMany({
    where: { state: "proposed", problems: { equals: [] }, rehearsal: null },
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The text of one that still waits; null: it was decided meanwhile. */
export async function findWaitingFiles(tx: Tx, policyId: string): Promise<PolicyFile[] | null> {
  const waiting = await handleOf(tx).policyVersion.findFirst({
    where: { id: policyId, state: "proposed" },
    select: { id: true },
  });
  return waiting && ((await findPolicy(tx, policyId))?.files ?? null);
}

export async function countRequests(tx: Tx, since: Date): Promise<number> {
  return handleOf(tx).request.count({ where: { createdAt: { gte: since } } });
}

/** The newest requests with the number of their nodes, which says how much there is to ask. */
export async function findRequestSizes(
  tx: Tx,
  since: Date,
  limit: number,
): Promise<{ id: string; nodes: number }[]> {
  return handleOf(tx).$queryRaw<{ id: string; nodes: number }[]>`
    select r.id, (select count(*)::int from request_nodes n where n.request_id = r.id) as nodes
    from requests r where r.created_at >= ${since}
    order by r.created_at desc, r.id desc limit ${limit}`;
}

const pastSchema = z.object({
  id: z.string(),
  action: z.enum(ASKED_ACTIONS),
  at: z.date(),
  windowSeconds: z.int(),
  needed: z.unknown(),
  personId: z.string(),
  roles: z.array(z.enum(ROLES)),
  groups: z.array(z.string()),
  onCall: z.array(z.string()),
  osUser: z.string().nullable(),
  isOfToday: z.boolean(),
  nodes: z.array(
    z.object({
      ...{ id: z.string(), accountId: z.string(), region: z.string() },
      ...{ protection: z.enum(PROTECTIONS), tags: z.record(z.string(), z.string()) },
    }),
  ),
});

/** Requests as they were asked, in the order of their ids' list; what was not kept of then is of today. */
export async function findPastRequests(
  tx: Tx,
  ids: readonly string[],
): Promise<(PastRequest & { isOfToday: boolean })[]> {
  const rows = await handleOf(tx).$queryRaw<unknown[]>`
    select r.id, r.created_at as at, r.window_seconds as "windowSeconds",
      case when b.request_id is null then 'request' else 'breakGlass' end as action,
      -- a co-signer for a spent budget or an overdue note is no demand of rules
      case when b.cosigner_for in ('budget-spent', 'note-overdue') then jsonb_set(r.obligations, '{approvals}', '[]')
        else r.obligations end as needed,
      r.os_users[cardinality(r.os_users)] as "osUser",
      r.requester_id as "personId", coalesce(f.roles, p.roles) as roles, coalesce(f.groups, p.groups) as groups,
      coalesce(f.on_call, '{}') as "onCall", f.request_id is null as "isOfToday",
      (select coalesce(jsonb_agg(jsonb_build_object('id', a.node_id, 'accountId', a.account_id, 'region', a.region,
          'protection', a.protection, 'tags', coalesce(f.tags -> a.node_id, n.tags)) order by a.node_id), '[]')
        from request_nodes a join nodes n on n.id = a.node_id where a.request_id = r.id) as nodes
    from requests r join people p on p.id = r.requester_id left join request_facts f on f.request_id = r.id
      left join break_glasses b on b.request_id = r.id
    where r.id = any(${[...ids]}::text[])
    order by r.created_at desc, r.id desc`;
  return rows.map((row) => {
    const { personId, roles, groups, onCall, needed, ...past } = pastSchema.parse(row);
    return { ...past, person: { id: personId, roles, groups, onCall }, needed: parseObligations(needed) };
  });
}

/** Once; the row never changes. */
export async function insertRehearsal(
  tx: Tx,
  policyId: string,
  { counts, differences, since, extent, requestCount, rehearsedCount, todayCount }: Rehearsal,
): Promise<void> {
  await handleOf(tx).$executeRaw`
    insert into policy_rehearsals (policy_id, since, extent, request_count, rehearsed_count, today_count, counts,
      differences)
    values (${policyId}, ${since}, ${extent}, ${requestCount}, ${rehearsedCount}, ${todayCount},
      ${JSON.stringify(counts)}::jsonb, ${JSON.stringify(differences)}::jsonb)`;
}

const countsSchema = z.partialRecord(z.enum(REHEARSAL_KINDS), z.int().min(1));
const differencesSchema = z.array(
  z.object({
    ...{ id: z.string(), isOfToday: z.boolean(), kinds: z.array(z.enum(REHEARSAL_KINDS)) },
    needs: obligationsSchema.nullable(),
    refusal: z
      .object({
        code: z.enum(ERROR_CODES),
        params: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
      })
      .nullable(),
  }),
);

export type StoredRehearsal = Omit<Rehearsal, "differences"> & {
  policyId: string;
  finishedAt: Date;
  differences: z.output<typeof differencesSchema>;
};

export async function findRehearsals(tx: Tx, policyIds: readonly string[]): Promise<StoredRehearsal[]> {
  const rows = await handleOf(tx).policyRehearsal.findMany({ where: { policyId: { in: [...policyIds] } } });
  return rows.map(({ extent, counts, differences, ...row }) => ({
    ...row,
    extent: z.enum(REHEARSAL_EXTENTS).parse(extent),
    counts: countsSchema.parse(counts),
    differences: differencesSchema.parse(differences),
  }));
}

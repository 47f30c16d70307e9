import { z } from "zod";
import { handleOf, type Tx } from "@/lib/db/client";
import { ROLES } from "@/lib/kernel/config";
import { protectionFrom } from "@/lib/nodes/labels";
import { parseObligations } from "@/lib/policy/obligations";
import type { OpeningFacts } from "./opening-rules";

const rolesSchema = z.array(z.enum(ROLES));

/** Everything that `mayOpen` looks at; null when there is no such brokered session. */
export async function findOpeningFacts(tx: Tx, sessionId: string): Promise<OpeningFacts | null> {
  const row = await handleOf(tx).session.findUnique({
    where: { id: sessionId },
    select: {
      node: { select: { id: true, accountId: true, region: true, protection: true, missingSince: true } },
      person: { select: { id: true, roles: true, groups: true, disabledAt: true } },
      grant: {
        select: {
          id: true,
          personId: true,
          startsAt: true,
          endsAt: true,
          endedAt: true,
          ruleVersion: true,
          obligations: true,
          nodes: { select: { nodeId: true } },
          request: {
            select: {
              id: true,
              state: true,
              requesterId: true,
              ruleVersion: true,
              incident: true,
              decisions: {
                where: { verdict: "approve" },
                select: {
                  personId: true,
                  ruleVersion: true,
                  person: { select: { groups: true, disabledAt: true } },
                },
              },
            },
          },
        },
      },
    },
  });
  if (!row?.grant || !row.person) return null;
  const { request, nodes, obligations, ...grant } = row.grant;
  const { decisions, ...asked } = request;
  return {
    grant: {
      ...grant,
      obligations: parseObligations(obligations),
      nodeIds: nodes.map(({ nodeId }) => nodeId),
    },
    request: asked,
    decisions: decisions.map(({ personId, person, ruleVersion }) => ({
      // The groups of today: who left the group since is no longer one of those who were asked.
      yes: personId === null ? null : { personId, groups: person && !person.disabledAt ? person.groups : [] },
      ruleVersion,
    })),
    person: { ...row.person, roles: rolesSchema.parse(row.person.roles) },
    node: { ...row.node, protection: protectionFrom(row.node.protection) },
  };
}

import { handleOf, type Tx } from "@/lib/db/client";
import type { QuestionNode, RuleQuestion } from "@/lib/policy/engine/question";

/** Keeps what rules were told of a request besides its own row: other rules are rehearsed against it. */
export async function insertAskedFacts(
  tx: Tx,
  requestId: string,
  { person, nodes }: { person: Omit<RuleQuestion["person"], "id">; nodes: readonly QuestionNode[] },
): Promise<void> {
  const { roles, groups, onCall } = person;
  await handleOf(tx).requestFacts.create({
    data: {
      requestId,
      ...{ roles: [...roles], groups: [...groups], onCall: [...onCall] },
      tags: Object.fromEntries(nodes.map(({ id, tags }) => [id, tags])),
    },
  });
}

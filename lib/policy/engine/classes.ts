import type { CompiledPolicy } from "../compile/compiled";
import { decideNode, type NodeDecision } from "./decide";
import type { QuestionNode, RuleQuestion } from "./question";
import { nodeEntity, personEntity } from "./request-facts";

/** Nodes that rules can't tell apart have the same name. */
export function nodeClass({ reads }: CompiledPolicy, node: QuestionNode): string {
  const { uid, tags, ...others } = nodeEntity(node);
  const read = reads.tags ?? Object.keys(tags).sort();
  return JSON.stringify([
    ...[reads.nodes.has(uid.id) ? uid.id : null, others],
    read.map((key) => (Object.hasOwn(tags, key) ? [key, tags[key]] : null)),
  ]);
}

/** People that rules can't tell apart have the same name. Whom they are on call for is a part of it as a whole. */
export function personClass({ reads }: CompiledPolicy, person: RuleQuestion["person"]): string {
  const { uid, parents, attrs } = personEntity({ ...person, onCall: [...person.onCall].sort() });
  // A rule can ask whether somebody is in one of the groups for which they are on call, and name none.
  const isRead = (group: string) => reads.groups.has(group) || person.onCall.includes(group);
  const read = parents.filter(({ type, id }) => type !== "Group" || isRead(id));
  return JSON.stringify([
    ...[reads.people.has(uid.id) ? uid.id : null, attrs],
    read.map(({ type, id }) => `${type} ${id}`).sort(),
  ]);
}

/** What rules say of one person and several nodes, in their order. Nodes of one class are asked about once. */
export function decideNodes(
  policy: CompiledPolicy,
  asked: RuleQuestion,
  nodes: readonly QuestionNode[],
): NodeDecision[] {
  const decided = new Map<string, NodeDecision>();
  return nodes.map((node) => {
    const name = nodeClass(policy, node);
    const known = decided.get(name);
    if (known) return known;
    const decision = decideNode(policy, asked, node);
    decided.set(name, decision);
    return decision;
  });
}

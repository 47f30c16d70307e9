import Link from "@/components/ui/controls/link";
import { Id } from "@/components/ui/id";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { ClassBadge, type ClassBadgeKind } from "./class-badge";
import { strictestOf } from "./strictest";

/** A node's name with its class. The name was written by others: set apart, so that it can't turn the line around. */
export function NodeName({ node, isLink = false }: { node: NodeLabel; isLink?: boolean }) {
  const name = <bdi className="font-medium">{node.name}</bdi>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      {isLink ? (
        <Link href={`/nodes/${node.id}`} className="underline decoration-line-strong underline-offset-4">
          {name}
        </Link>
      ) : (
        name
      )}
      <NodeClass node={node} />
    </span>
  );
}

/** How careful one has to be: the node's class, and its tier where it is tagged. */
export function NodeClass({ node, as }: { node: NodeLabel; as?: ClassBadgeKind }) {
  return <ClassBadge protection={node.protection} tier={node.tags.Tier} {...(as ? { as } : {})} />;
}

/** The class of several nodes: the strictest one's, and how many others there are. */
export function NodesClass({ nodes, as }: { nodes: readonly NodeLabel[]; as?: ClassBadgeKind }) {
  const strictest = strictestOf(nodes);
  if (!strictest) return null;
  return (
    <span className="inline-flex items-center gap-2">
      <NodeClass node={strictest} {...(as ? { as } : {})} />
      {nodes.length > 1 && (
        <span className="text-soft text-xs tabular-nums" title={t("node.class.others.title")}>
          {t("node.class.others", { count: nodes.length - 1 })}
        </span>
      )}
    </span>
  );
}

/** Where a node is: account, region, id. */
export function NodePlace({ node }: { node: NodeLabel }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 text-soft text-sm">
      <span>
        <bdi>{node.accountName}</bdi> <span className="text-faint tabular-nums">({node.accountId})</span>
      </span>
      <span aria-hidden>·</span>
      <span>{node.region}</span>
      <span aria-hidden>·</span>
      <Id id={node.id} isCopyable />
    </span>
  );
}

/** The names of several nodes as one text. */
export function namesOf(nodes: readonly Pick<NodeLabel, "name">[]): string {
  return formatList(nodes.map((node) => node.name));
}

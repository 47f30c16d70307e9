import Link from "next/link";
import { PROTECTION_LOOK } from "@/components/badges/protection";
import { Id } from "@/components/ui/id";
import { StateBadge } from "@/components/ui/state-badge";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
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
export function NodeClass({ node }: { node: NodeLabel }) {
  return (
    <span className="inline-flex items-center gap-2">
      <StateBadge look={PROTECTION_LOOK[node.protection]} as="plain" />
      {node.tags.Tier !== undefined && (
        <span className="text-soft text-xs">
          <bdi>{t("node.tier", { tier: node.tags.Tier })}</bdi>
        </span>
      )}
    </span>
  );
}

/** The class of several nodes: the strictest one's, and how many others there are. */
export function NodesClass({ nodes }: { nodes: readonly NodeLabel[] }) {
  const strictest = strictestOf(nodes);
  if (!strictest) return null;
  return (
    <span className="inline-flex items-center gap-2">
      <NodeClass node={strictest} />
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

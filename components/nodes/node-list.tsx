import type { ReactNode } from "react";
import { NODE_LOOK } from "@/components/looks/node";
import { Id } from "@/components/ui/id";
import { RowLink, Rows } from "@/components/ui/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { NodeRow } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { NodeClass } from "./node-label";

interface NodeListProps {
  nodes: readonly NodeRow[];
  /** The star of a row, with what it does. */
  star: (node: NodeRow) => ReactNode;
}

/** Nodes by name: what they are, where, and whether they can be reached. */
export function NodeList({ nodes, star }: NodeListProps) {
  return (
    <Rows label={t("node.list")}>
      {nodes.map((node) => (
        <RowLink key={node.id} href={`/nodes/${node.id}`} name={<bdi>{node.name}</bdi>} before={star(node)}>
          <NodeClass node={node} />
          {node.openSessions > 0 && (
            <span className="text-green text-sm">{t("node.open", { count: node.openSessions })}</span>
          )}
          <span className="ml-auto flex items-center gap-2">
            <NodeHeard node={node} />
          </span>
          <span className="flex w-full min-w-0 flex-wrap gap-x-3 text-soft text-sm">
            <span>
              <bdi>{node.accountName}</bdi> · {node.region}
            </span>
            <Id id={node.id} isCopyable />
            <bdi className="truncate font-mono text-faint text-xs leading-5">{node.hostName}</bdi>
          </span>
        </RowLink>
      ))}
    </Rows>
  );
}

/** Whether it can be reached, and how old that word is. */
export function NodeHeard({ node }: { node: Pick<NodeRow, "state" | "pingAt" | "readAt"> }) {
  return (
    <>
      <StateBadge look={NODE_LOOK[node.state]} as="plain" />
      <span className="text-faint text-sm">
        {node.pingAt ? (
          <>
            {t("node.heard.short")} <Time at={node.pingAt} />
          </>
        ) : (
          t("node.neverHeard")
        )}
      </span>
    </>
  );
}

import type { ReactNode } from "react";
import { Id } from "@/components/ui/id";
import { RowLink, Rows } from "@/components/ui/layout/rows";
import type { NodeRow } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { NodeHeard } from "./node-heard";
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
            <bdi className="min-w-0 break-all font-mono text-faint text-xs leading-5">{node.hostName}</bdi>
          </span>
        </RowLink>
      ))}
    </Rows>
  );
}

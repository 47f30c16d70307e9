import { NODE_LOOK } from "@/components/looks";
import { Id } from "@/components/ui/id";
import { RowLink, Rows } from "@/components/ui/rows";
import { StateBadge } from "@/components/ui/state-badge";
import type { NodeRow } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { NodeClass } from "./node-label";

/** Nodes as rows: name, class, where, whether it answers. */
export function NodeList({ nodes }: { nodes: readonly NodeRow[] }) {
  return (
    <Rows label={t("node.list")}>
      {nodes.map((node) => (
        <RowLink key={node.id} href={`/nodes/${node.id}`} name={<bdi>{node.name}</bdi>}>
          <NodeClass node={node} />
          {node.openSessions > 0 && (
            <span className="text-green text-sm">{t("node.open", { count: node.openSessions })}</span>
          )}
          <span className="ml-auto">
            <StateBadge look={NODE_LOOK[node.state]} as="plain" />
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

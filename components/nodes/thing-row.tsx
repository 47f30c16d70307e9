import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { ClassEdge } from "./class-badge";
import { NodeClass } from "./node-label";
import { strictestOf } from "./strictest";

interface ThingRowProps {
  nodes: readonly NodeLabel[];
  /** What stands in the place of the node's name where there is none yet. */
  name?: string | undefined;
  /** What is said of it, in one line or a few. */
  children: ReactNode;
  /** What is left of its time. */
  time: ReactNode;
  /** What can be done about it now. */
  action: ReactNode;
}

/** One access or request on Home and in the inbox: the line of its class, the node, facts, its time, its one action. */
export function ThingRow({ nodes, name, children, time, action }: ThingRowProps) {
  const strictest = strictestOf(nodes);
  return (
    <li className="flex gap-3 border-line border-b py-2.5">
      <ClassEdge nodes={nodes} className="w-[3px]" />
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] items-center gap-x-6 gap-y-2 rail:grid-cols-[minmax(0,1fr)_auto]">
        <div className="grid min-w-0 gap-0.5">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-0.5">
            <span className="min-w-0 truncate font-semibold">
              <bdi>{name ?? nodes[0]?.name ?? "–"}</bdi>
              {name === undefined && nodes.length > 1 && (
                <span className="text-faint"> {t("node.class.more", { count: nodes.length - 1 })}</span>
              )}
            </span>
            {strictest && <NodeClass node={strictest} />}
          </div>
          {children}
        </div>
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
          {time}
          <div
            className={cx(
              "flex items-center gap-1 rail:[&>a]:min-w-31 rail:[&>button]:min-w-31",
              // Two that are as important share a phone's line.
              "max-rail:ml-auto max-rail:gap-2 max-rail:[&>a]:min-w-25 max-rail:[&>button]:min-w-31",
            )}
          >
            {action}
          </div>
        </div>
      </div>
    </li>
  );
}

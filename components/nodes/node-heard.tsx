import { Time } from "@/components/ui/time/time";
import type { NodeRow } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { NodeStateNow } from "./node-state-now";

/** Whether it can be reached, and how old that word is. */
export function NodeHeard({ node }: { node: Pick<NodeRow, "state" | "onlineUntil" | "pingAt"> }) {
  const { state, onlineUntil, pingAt } = node;
  return (
    <>
      <NodeStateNow state={state} onlineUntil={onlineUntil} />
      <span className="text-faint text-sm">
        {pingAt ? (
          <>
            {t("node.heard.short")} <Time at={pingAt} />
          </>
        ) : (
          t("node.neverHeard")
        )}
      </span>
    </>
  );
}

import { NodeHeard } from "@/components/nodes/node-heard";
import { Time } from "@/components/ui/time/time";
import type { RequestDetail } from "@/lib/requests/views";
import { t, wordFor } from "@/messages/translate";
import { historyOf } from "./request-facts";

/**
 * On a phone, where the facts stand below the timeline: what an approver weighs, in two lines above the decision. One
 * about the requester's last 30 days, one about the node; with several nodes only the first.
 */
export function AtAGlance({ request }: { request: RequestDetail }) {
  const [node] = request.matches?.nodes ?? request.nodes;
  const known = request.nodesNow.find(({ nodeId }) => nodeId === node?.id);
  const last = request.lastSessions.find(({ nodeId }) => nodeId === node?.id);
  return (
    <div className="grid gap-1 text-sm text-soft facts:hidden">
      <p>
        <bdi className="font-medium text-ink">{request.requesterName}</bdi> · {historyOf(request).join(" · ")}
      </p>
      {request.obligations.inputRecording === "kept" && (
        <p className="font-medium text-ink">{t("obligation.input-kept")}</p>
      )}
      {node && (
        <p className="flex flex-wrap items-center gap-x-2">
          {known && <NodeHeard node={known} />}
          <span>
            {t("request.facts.lastShell")}:{" "}
            {last ? (
              <>
                <bdi>{last.personName ?? t("session.imported.person")}</bdi>, <Time at={last.createdAt} />
                {last.verdict !== null && ` (${wordFor("review.verdict", last.verdict)})`}
              </>
            ) : (
              t("request.node.never")
            )}
          </span>
        </p>
      )}
    </div>
  );
}

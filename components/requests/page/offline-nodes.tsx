import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time/time";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";

const MOST = 3;

/** Which nodes of a request can't be reached now: who decides it, or has it approved, knows before they open a shell. */
export function OfflineNodes({ request }: { request: RequestDetail }) {
  const names = new Map(
    [...request.nodes, ...(request.matches?.nodes ?? [])].map(({ id, name }) => [id, name]),
  );
  const offline = request.nodesNow.filter(({ state }) => state === "offline");
  if (offline.length === 0) return null;
  return (
    <Notice tone="amber">
      {offline.slice(0, MOST).map(({ nodeId, pingAt }) => (
        <p key={nodeId}>
          <bdi>{t("request.offline", { node: names.get(nodeId) ?? nodeId })}</bdi>{" "}
          {pingAt && (
            <span className="text-soft">
              {t("node.heard")} <Time at={pingAt} />
            </span>
          )}
        </p>
      ))}
      {offline.length > MOST && <p>{t("request.andMore", { count: offline.length - MOST })}</p>}
    </Notice>
  );
}

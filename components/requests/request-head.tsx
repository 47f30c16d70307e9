import { ExternalLink } from "lucide-react";
import { REQUEST_LOOK } from "@/components/badges/request";
import { Id } from "@/components/ui/id";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { RequestDetail, RequestRow } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { AskedNode, MatchList, SelectorLabel } from "./scope-label";
import { windowLine } from "./window-sentences";

/** Who asks, for where, why, how long: in this order, readable at arm's length. */
export function RequestHead({ request }: { request: RequestDetail }) {
  const isWaiting = request.state === "waiting";
  return (
    <>
      <header className="grid gap-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
          <StateBadge look={REQUEST_LOOK[request.state]} />
          <span>{t(isWaiting ? "request.asks" : "request.asked", { person: request.requesterName })}</span>
          <span className="ml-auto flex items-center gap-2 text-faint text-sm">
            <Time at={request.createdAt} />
            <Id id={request.id} isCopyable />
          </span>
        </div>
        {request.selector === null ? (
          <h1 className="grid gap-3">
            {request.nodes.map((node) => (
              <AskedNode key={node.id} node={node} />
            ))}
          </h1>
        ) : (
          <div className="grid gap-2">
            <h1 className="grid gap-0.5">
              <span className="font-semibold text-2xl">
                {t("selector.most", { count: request.mostNodes ?? 1 })}
              </span>
              <span className="font-normal">
                <SelectorLabel
                  selector={request.selector}
                  accountName={
                    request.selector.accountId === undefined ? undefined : request.nodes[0]?.accountName
                  }
                />
              </span>
            </h1>
            <p className="text-soft text-sm">{t("selector.hint")}</p>
            {request.matches && <MatchList matches={request.matches} />}
          </div>
        )}
      </header>
      <div className="grid gap-1">
        <blockquote className="border-line-strong border-l-2 pl-3 text-xl">
          <p className="whitespace-pre-line break-words">
            <bdi>{request.justification}</bdi>
          </p>
        </blockquote>
        <Incident request={request} />
        <p className="text-soft">
          {windowLine(request)}
          {isWaiting && (
            <>
              {" · "}
              {t("request.waitsUntil")} <Time at={request.lapsesAt} as="both" />
            </>
          )}
        </p>
      </div>
    </>
  );
}

/** The incident's reference, with its link where the installation has one. */
function Incident({ request }: { request: Pick<RequestRow, "incident" | "incidentLink"> }) {
  const { incident, incidentLink } = request;
  if (incident === null) return null;
  return (
    <p className="pl-3.5 font-mono text-soft text-sm">
      {incidentLink === null ? (
        <bdi>{incident}</bdi>
      ) : (
        <a
          href={incidentLink}
          target="_blank"
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent underline underline-offset-4"
        >
          <bdi>{incident}</bdi>
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      )}
    </p>
  );
}

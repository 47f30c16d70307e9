import { ExternalLink } from "lucide-react";
import { ThingHead } from "@/components/frame/page-head";
import { NodeClass, NodesClass } from "@/components/nodes/node-label";
import { Id } from "@/components/ui/id";
import { Time } from "@/components/ui/time/time";
import type { NodeLabel } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { MatchList, SelectorLabel } from "../scope-label";
import { asUser } from "../window-text";

/** Which nodes, as a heading; who asked for how long and when, and where the nodes are. */
export function RequestTitle({ request }: { request: RequestDetail }) {
  const { nodes, selector } = request;
  const [only] = nodes;
  if (selector !== null)
    return (
      <div className="grid gap-3">
        <ThingHead
          name={t("selector.most", { count: request.mostNodes ?? 1 })}
          beside={<NodesClass nodes={request.matches?.nodes ?? nodes} as="head" />}
          facts={<Asked request={request} />}
        />
        <SelectorLabel
          selector={selector}
          accountName={selector.accountId === undefined ? undefined : only?.accountName}
        />
        {request.matches && <MatchList matches={request.matches} />}
      </div>
    );
  if (nodes.length === 1 && only)
    return (
      <ThingHead
        name={<bdi className="break-words">{only.name}</bdi>}
        beside={<NodeClass node={only} as="head" />}
        facts={
          <>
            <Asked request={request} />
            <Place node={only} />
          </>
        }
      />
    );
  return (
    <div className="grid gap-3">
      <ThingHead
        name={
          <>
            <bdi className="break-words">{only?.name}</bdi>{" "}
            <span className="font-normal text-faint">
              {t("request.andMore", { count: nodes.length - 1 })}
            </span>
          </>
        }
        beside={<NodesClass nodes={nodes} as="head" />}
        facts={<Asked request={request} />}
      />
      <ul aria-label={t("request.nodes.these")} className="grid gap-1 text-sm">
        {nodes.map((node) => (
          <li key={node.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-soft">
            <bdi className="min-w-0 break-words font-medium text-ink">{node.name}</bdi>
            <NodeClass node={node} as="quiet" />
            <Place node={node} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Asked({ request }: { request: RequestDetail }) {
  return (
    <span>
      <bdi className="font-medium text-ink">{request.requesterName}</bdi>{" "}
      {t("request.requested", { windowSeconds: request.windowSeconds })} <bdi>{asUser(request.osUser)}</bdi> ·{" "}
      <Time at={request.createdAt} />
    </span>
  );
}

function Place({ node }: { node: NodeLabel }) {
  return (
    <>
      <span>
        <bdi>{node.accountName}</bdi> · {node.region}
      </span>
      <Id id={node.id} isCopyable />
    </>
  );
}

/** The requester's own words, which everybody reads first, and the incident. */
export function RequestReason({ request }: { request: RequestDetail }) {
  const { incident, incidentLink } = request;
  return (
    <div className="min-w-0 border-line-mid border-l-2 py-0.5 pl-3.5">
      <blockquote className="whitespace-pre-line break-words text-lg">
        <bdi>{request.justification}</bdi>
      </blockquote>
      {incident !== null && (
        <p className="mt-1 text-sm">
          {incidentLink === null ? (
            <bdi className="text-soft">{incident}</bdi>
          ) : (
            <a
              href={incidentLink}
              target="_blank"
              rel="noreferrer"
              className="inline-flex items-center gap-1 text-accent hover:underline"
            >
              <bdi>{incident}</bdi>
              <ExternalLink aria-hidden className="size-3.5" />
            </a>
          )}
        </p>
      )}
    </div>
  );
}

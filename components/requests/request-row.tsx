import { REQUEST_LOOK } from "@/components/badges/request";
import { NodesClass } from "@/components/nodes/node-label";
import { RowLink } from "@/components/ui/layout/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { RequestRow as Row } from "@/lib/requests/views";
import { formatDuration } from "@/messages/values";

/** The columns of the list of requests: who and where, class, window, why, state, asked. */
export const REQUEST_COLUMNS =
  "lg:grid-cols-[minmax(12rem,1.3fr)_9.5rem_4.5rem_minmax(8rem,2fr)_6.5rem_6.5rem]";

/** One request in a list: who, where, why, how long, and what became of it. */
export function RequestRow({ request }: { request: Row }) {
  const [first, ...others] = request.nodes;
  return (
    <RowLink
      href={`/requests/${request.id}`}
      columns={REQUEST_COLUMNS}
      name={
        <>
          {request.requesterName} <span aria-hidden>→</span> <bdi>{first?.name ?? "–"}</bdi>
          {others.length > 0 && ` +${others.length}`}
        </>
      }
    >
      <span className="flex">
        <NodesClass nodes={request.nodes} />
      </span>
      <span className="text-soft tabular-nums">{formatDuration(request.windowSeconds)}</span>
      <span className="order-last w-full min-w-0 truncate text-soft lg:order-none lg:w-auto">
        <bdi>{request.justification}</bdi>
        {request.incident !== null && (
          <bdi className="ml-2 whitespace-nowrap font-mono text-xs">{request.incident}</bdi>
        )}
      </span>
      <span className="ml-auto flex lg:ml-0">
        <StateBadge look={REQUEST_LOOK[request.state]} />
      </span>
      <Time at={request.createdAt} className="text-faint text-sm tabular-nums" />
    </RowLink>
  );
}

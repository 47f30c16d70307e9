import { REQUEST_LOOK } from "@/components/looks";
import { NodeClass } from "@/components/nodes/node-label";
import { RowLink } from "@/components/ui/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { RequestRow as Row } from "@/lib/requests/views";
import { formatDuration } from "@/messages/format";

/** One request in a list: who, where, why, how long, and what became of it. */
export function RequestRow({ request }: { request: Row }) {
  const [first, ...others] = request.nodes;
  return (
    <RowLink
      href={`/requests/${request.id}`}
      name={
        <>
          {request.requesterName} <span aria-hidden>→</span> <bdi>{first?.name ?? "–"}</bdi>
          {others.length > 0 && ` +${others.length}`}
        </>
      }
    >
      {first && <NodeClass node={first} />}
      <span className="text-soft tabular-nums">{formatDuration(request.windowSeconds)}</span>
      <span className="ml-auto flex items-center gap-3">
        <StateBadge look={REQUEST_LOOK[request.state]} />
        <Time at={request.createdAt} className="text-faint text-sm tabular-nums" />
      </span>
      <span className="w-full min-w-0 truncate text-soft">
        {request.justification}
        {request.incident !== null && <span className="ml-2 font-mono text-xs">{request.incident}</span>}
      </span>
    </RowLink>
  );
}

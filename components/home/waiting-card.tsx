import Link from "next/link";
import { NodeClass } from "@/components/nodes/node-label";
import { buttonClass } from "@/components/ui/button-class";
import { Time } from "@/components/ui/time";
import type { WaitingItem } from "@/lib/overview/views";
import { formatDuration } from "@/messages/format";
import { t } from "@/messages/translate";

/** One thing that waits for the viewer, with the one thing to do about it. */
export function WaitingCard({ item }: { item: WaitingItem }) {
  return item.kind === "decision" ? <Decision request={item.request} /> : <Review item={item} />;
}

function Decision({ request }: { request: Extract<WaitingItem, { kind: "decision" }>["request"] }) {
  const [first, ...others] = request.nodes;
  return (
    <li className="grid gap-2 rounded-md border border-blue-line bg-raised p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold text-lg">
          {request.requesterName} <span aria-hidden>→</span> <bdi>{first?.name ?? "–"}</bdi>
          {others.length > 0 && ` +${others.length}`}
        </span>
        {first && <NodeClass node={first} />}
        <span className="ml-auto text-soft tabular-nums">{formatDuration(request.windowSeconds)}</span>
      </div>
      <p className="line-clamp-3">
        “<bdi>{request.justification}</bdi>”
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Link href={`/requests/${request.id}`} className={buttonClass("primary")}>
          {t("request.review")}
        </Link>
        {request.incident !== null && (
          <span className="font-mono text-soft text-xs">
            <bdi>{request.incident}</bdi>
          </span>
        )}
        <Time at={request.createdAt} className="ml-auto text-faint text-sm tabular-nums" />
      </div>
    </li>
  );
}

function Review({ item }: { item: Extract<WaitingItem, { kind: "review" }> }) {
  const { review } = item;
  return (
    <li
      className={`grid gap-2 rounded-md border bg-raised p-3 ${review.isOverdue ? "border-amber-line" : "border-line"}`}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">
          {review.session.personName ?? t("session.imported.person")} <span aria-hidden>→</span>{" "}
          <bdi>{review.node.name}</bdi>
        </span>
        <NodeClass node={review.node} />
        <span className={`ml-auto text-sm ${review.isOverdue ? "text-amber" : "text-faint"}`}>
          {t(review.isOverdue ? "review.overdue" : "review.due")} <Time at={item.dueAt ?? review.dueAt} />
        </span>
      </div>
      {review.request && (
        <p className="line-clamp-2 text-soft">
          <bdi>{review.request.justification}</bdi>
        </p>
      )}
      <div>
        <Link href={`/sessions/${review.session.id}`} className={buttonClass("secondary")}>
          {t("review.watch")}
        </Link>
      </div>
    </li>
  );
}

import Link from "@/components/ui/controls/link";
import { Initials } from "@/components/ui/initials";
import { Time } from "@/components/ui/time/time";
import type { Activity } from "@/lib/overview/views";
import { t, wordFor } from "@/messages/translate";

interface ActivityListProps {
  activity: readonly Activity[];
  viewerId: string;
}

/** What people did lately, each with its person first. */
export function ActivityList({ activity, viewerId }: ActivityListProps) {
  return (
    <ul aria-label={t("home.activity")} className="grid">
      {activity.map((event) => (
        <li key={event.id} className="relative flex gap-2.5 py-1.5 hover:bg-hover">
          <Initials name={event.actorName ?? "–"} />
          <Link
            href={hrefOf(event)}
            className="min-w-0 flex-1 break-words text-soft after:absolute after:inset-0"
          >
            <bdi className="font-medium text-ink">
              {event.actorId === viewerId ? t("home.you") : (event.actorName ?? "–")}
            </bdi>{" "}
            <bdi>{deedOf(event)}</bdi>
          </Link>
          <Time at={event.at} className="shrink-0 text-faint tabular-nums" />
        </li>
      ))}
    </ul>
  );
}

function deedOf({ code, nodeName, moreNodes, personName, data }: Activity): string {
  const node = nodeName ?? "–";
  const nodes = moreNodes > 0 ? `${node} ${t("node.class.more", { count: moreNodes })}` : node;
  const subject = personName ?? "–";
  const seconds = typeof data.windowSeconds === "number" ? data.windowSeconds : undefined;
  switch (code) {
    case "request.created":
    case "request.approved":
      return seconds === undefined
        ? t(`home.activity.${code}`, { nodes })
        : t(`home.activity.${code}.for`, { nodes, windowSeconds: seconds });
    case "review.closed":
      return t("home.activity.review.closed", {
        node,
        verdict: typeof data.verdict === "string" ? wordFor("review.verdict", data.verdict) : "–",
      });
    case "person.disabled":
    case "person.enabled":
      return t(`home.activity.${code}`, { subject });
    case "session.created":
    case "session.end-requested":
      return t(`home.activity.${code}`, { node });
    default:
      return t(`home.activity.${code}`, { nodes });
  }
}

function hrefOf({ sessionId, requestId, personId }: Activity): string {
  if (sessionId !== null) return `/sessions/${sessionId}`;
  if (requestId !== null) return `/requests/${requestId}`;
  return personId === null ? "/requests" : `/people/${personId}`;
}

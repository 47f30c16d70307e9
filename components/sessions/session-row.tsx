import { reviewLook, SESSION_LOOK } from "@/components/looks";
import { NodeClass } from "@/components/nodes/node-label";
import { RowLink } from "@/components/ui/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time";
import type { SessionRow as Row } from "@/lib/sessions/views";
import { formatDuration } from "@/messages/format";
import { t } from "@/messages/translate";

/** One session in a list: who, where, how it stands, how it was judged. */
export function SessionRow({ session }: { session: Row }) {
  return (
    <RowLink
      href={`/sessions/${session.id}`}
      name={
        <>
          {session.person?.name ?? t("session.imported.person")} <span aria-hidden>→</span>{" "}
          <bdi>{session.node.name}</bdi>
        </>
      }
    >
      <NodeClass node={session.node} />
      {session.openedAt && session.endedAt && (
        <span className="text-soft tabular-nums">
          {formatDuration((session.endedAt.getTime() - session.openedAt.getTime()) / 1000)}
        </span>
      )}
      <span className="ml-auto flex items-center gap-3">
        {session.review && <StateBadge look={reviewLook(session.review)} as="plain" />}
        <StateBadge look={SESSION_LOOK[session.state]} />
        <Time at={session.createdAt} className="text-faint text-sm" />
      </span>
      {session.justification !== null && (
        <bdi className="w-full min-w-0 truncate text-soft">{session.justification}</bdi>
      )}
    </RowLink>
  );
}

import { reviewLook } from "@/components/badges/review";
import { SESSION_LOOK } from "@/components/badges/session";
import { NodeClass } from "@/components/nodes/node-label";
import { RowLink } from "@/components/ui/layout/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { SessionRow as Row } from "@/lib/sessions/views";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

/** The columns of the list of sessions: who and where, class, lasted, why, review, state, when. */
export const SESSION_COLUMNS =
  "lg:grid-cols-[minmax(12rem,1.3fr)_9.5rem_5.5rem_minmax(7rem,2fr)_6rem_6rem_6.5rem]";

/** One session in a list: who, where, how it stands, how it was judged. */
export function SessionRow({ session }: { session: Row }) {
  const { openedAt, endedAt } = session;
  return (
    <RowLink
      href={`/sessions/${session.id}`}
      columns={SESSION_COLUMNS}
      name={
        <>
          {session.person?.name ?? t("session.imported.person")} <span aria-hidden>→</span>{" "}
          <bdi>{session.node.name}</bdi>
        </>
      }
    >
      <span className="flex">
        <NodeClass node={session.node} />
      </span>
      <span className="text-soft tabular-nums">
        {openedAt && endedAt && formatDuration((endedAt.getTime() - openedAt.getTime()) / 1000)}
      </span>
      <bdi className="order-last w-full min-w-0 truncate text-soft empty:hidden lg:order-none lg:w-auto lg:empty:block">
        {session.justification}
      </bdi>
      <span className="ml-auto flex lg:ml-0">
        {session.review && <StateBadge look={reviewLook(session.review)} as="plain" />}
      </span>
      <span className="flex">
        <StateBadge look={SESSION_LOOK[session.state]} />
      </span>
      <Time at={session.createdAt} className="text-faint text-sm tabular-nums" />
    </RowLink>
  );
}

import { ThingHead } from "@/components/frame/page-head";
import { NodeClass } from "@/components/nodes/node-label";
import { Moment } from "@/components/ui/time/moment";
import type { SessionDetail } from "@/lib/sessions/views";
import { t, wordFor } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

/** Which node, who, why, when, for how long and how it ended: what a reviewer has to know before the first frame. */
export function SessionHead({ session }: { session: SessionDetail }) {
  const { node, person, justification, openedAt, endedAt, endReason } = session;
  return (
    <ThingHead
      name={<bdi className="break-words">{node.name}</bdi>}
      beside={<NodeClass node={node} as="head" />}
      facts={
        <>
          <bdi className="font-medium text-ink">{person?.name ?? t("session.imported.person")}</bdi>
          {openedAt && (
            <span>
              <Moment at={openedAt} /> UTC
            </span>
          )}
          {openedAt && endedAt && (
            <span className="tabular-nums">
              {formatDuration((endedAt.getTime() - openedAt.getTime()) / 1000)}
            </span>
          )}
          {endReason !== null && <span>{wordFor("end", endReason)}</span>}
          {justification !== null && (
            <bdi className="min-w-0 basis-full break-words text-base text-ink">{justification}</bdi>
          )}
        </>
      }
    />
  );
}

import { Play } from "lucide-react";
import { evidenceProblem } from "@/components/badges/grades";
import { shellReviewLook } from "@/components/badges/shell-review";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { StateBadge } from "@/components/ui/state-badge";
import { Moment } from "@/components/ui/time/moment";
import type { GrantDetail } from "@/lib/grants/views";
import type { RequestDetail } from "@/lib/requests/views";
import { t, wordFor } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

/** The newest of them; the list of sessions has all. */
export const MOST_SHELLS = 50;

/** The shells that were opened under an access, in order: when, how long, why they ended, their review, their replay. */
export function ShellTable({ request, grant }: { request: RequestDetail; grant: GrantDetail }) {
  const shells = grant.sessions.filter(({ openedAt }) => openedAt !== null).toReversed();
  if (shells.length === 0) return <p className="text-soft">{t("request.shells.none")}</p>;
  const nodes = [...grant.nodes, ...request.nodes];
  return (
    <ul aria-label={t("request.shells")} className="-my-2 divide-y divide-line text-sm">
      {shells.slice(-MOST_SHELLS).map(({ id, nodeId, openedAt, endedAt, endReason, verdict, ...grades }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2 text-soft">
          <bdi className="min-w-32 font-medium text-ink">
            {nodes.find((node) => node.id === nodeId)?.name ?? nodeId}
          </bdi>
          {openedAt && <Moment at={openedAt} />}
          {openedAt && endedAt && (
            <span className="tabular-nums">
              {formatDuration((endedAt.getTime() - openedAt.getTime()) / 1000)}
            </span>
          )}
          {endReason !== null && <span>{wordFor("end", endReason)}</span>}
          <EvidenceProblem {...grades} />
          <StateBadge look={shellReviewLook({ verdict })} as="plain" />
          <Link href={`/sessions/${id}`} className={`${buttonClass("secondary", "small")} sm:ml-auto`}>
            <Play aria-hidden className="size-3.5" />
            {t("request.timeline.replay")}
          </Link>
        </li>
      ))}
      {shells.length > MOST_SHELLS && (
        <li className="py-2">
          <Link href={`/sessions?person=${grant.personId}`} className="text-accent hover:underline">
            {t("request.shells.more", { count: shells.length })}
          </Link>
        </li>
      )}
    </ul>
  );
}

function EvidenceProblem(grades: Parameters<typeof evidenceProblem>[0]) {
  const problem = evidenceProblem(grades);
  return problem && <StateBadge look={problem} as="plain" />;
}

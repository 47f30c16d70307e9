import { Circle } from "lucide-react";
import Link from "next/link";
import { NodeClass, namesOf } from "@/components/nodes/node-label";
import { buttonClass } from "@/components/ui/button-class";
import { Countdown } from "@/components/ui/countdown";
import type { GrantRow } from "@/lib/grants/views";
import { t } from "@/messages/translate";

/** One access in force: where, how long it still runs, whose, and the way in. */
export function OpenRow({ grant, isMine }: { grant: GrantRow; isMine: boolean }) {
  const [first] = grant.nodes;
  const [session] = grant.openSessions;
  const href =
    session && isMine
      ? `/sessions/${session.id}/terminal`
      : session
        ? `/sessions/${session.id}`
        : `/requests/${grant.requestId}`;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <Link href={`/requests/${grant.requestId}`} className="font-medium hover:underline">
        <bdi>{namesOf(grant.nodes)}</bdi>
      </Link>
      {first && <NodeClass node={first} />}
      <Countdown endsAt={grant.endsAt} />
      <span className="text-soft">{grant.personName}</span>
      <span className="ml-auto flex items-center gap-3">
        {session && (
          <span className="inline-flex items-center gap-1 text-green text-xs">
            <Circle aria-hidden className="size-2 fill-current" />
            {t("terminal.recorded")}
          </span>
        )}
        <Link href={href} className={buttonClass("secondary", "small")}>
          {t("action.open")}
        </Link>
      </span>
    </li>
  );
}

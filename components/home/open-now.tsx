import { ClassEdge } from "@/components/nodes/class-badge";
import Link from "@/components/ui/controls/link";
import { Initials } from "@/components/ui/initials";
import { TimeLeft } from "@/components/ui/time/time-left";
import type { SeenShell } from "@/lib/overview/views";
import { t } from "@/messages/translate";

interface OpenNowProps {
  shells: readonly SeenShell[];
  viewerId: string;
}

/** Open shells, whoever's: where, how long still, whose, and the way to look at them. */
export function OpenNow({ shells, viewerId }: OpenNowProps) {
  return (
    <ul aria-label={t("home.open")}>
      {shells.map((shell) => (
        <li key={shell.id} className="flex gap-2.5 border-line border-b py-2">
          <ClassEdge nodes={[shell.node]} className="w-[3px]" />
          <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5">
            <Link
              href={`/sessions/${shell.id}`}
              className="inline-flex min-h-11 min-w-0 items-center font-medium hover:underline sm:min-h-6"
            >
              <bdi className="truncate">{shell.node.name}</bdi>
            </Link>
            <TimeLeft endsAt={shell.endsAt} wholeSeconds={shell.windowSeconds} isShort />
            <span className="flex min-w-0 items-center gap-2 text-soft">
              <Initials name={shell.personName ?? "–"} />
              <bdi className="truncate">
                {shell.personId === viewerId ? t("home.you") : (shell.personName ?? "–")}
              </bdi>
            </span>
            <Way shell={shell} isMine={shell.personId === viewerId} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Way({ shell: { id, node, mayWatch }, isMine }: { shell: SeenShell; isMine: boolean }) {
  if (!isMine && !mayWatch) return null;
  return (
    <Link
      href={isMine ? `/sessions/${id}/terminal` : `/sessions/${id}`}
      aria-label={t(isMine ? "grant.goOn" : "home.open.watch.on", { node: node.name })}
      className="inline-flex min-h-11 items-center justify-end text-soft hover:text-ink hover:underline sm:min-h-6"
    >
      {t(isMine ? "grant.return" : "home.open.watch")}
    </Link>
  );
}

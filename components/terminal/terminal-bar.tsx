import { Circle, CircleDashed, Eye, House, Search, Timer } from "lucide-react";
import Link from "next/link";
import { NodeClass } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/controls/button";
import { KeyHint } from "@/components/ui/key-hint";
import { Countdown } from "@/components/ui/time/countdown";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { formatList, formatUtcTime } from "@/messages/values";
import type { TerminalPhase } from "./client/terminal-phases";
import { isCurrent, type TerminalSnapshot } from "./client/terminal-snapshot";
import { IconButton } from "./icon-button";
import type { TerminalLook } from "./preferences/preferences";
import { LookMenu } from "./preferences/preferences-menu";

interface TerminalBarProps {
  node: NodeLabel;
  endsAt: Date | string | null;
  snapshot: TerminalSnapshot;
  requestHref: string | undefined;
  look: { look: TerminalLook; onChange: (changed: Partial<TerminalLook>) => void };
  onSearch: () => void;
  onEnd: () => void;
}

const CAN_END = {
  connecting: false,
  opening: true,
  open: true,
  resuming: true,
  reconnecting: false,
  ended: false,
  held: false,
  "taken-over": false,
  refused: false,
  "signed-out": false,
} as const satisfies Record<TerminalPhase, boolean>;

/** Where I am, how long still, that it is recorded, who watches, and the end. */
export function TerminalBar(props: TerminalBarProps) {
  const { node, endsAt, snapshot, requestHref, look, onSearch, onEnd } = props;
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-surface px-3 py-1 sm:min-h-11">
      <Link href="/" className="text-soft hover:text-ink" aria-label={t("terminal.home")}>
        <House aria-hidden className="size-4" />
      </Link>
      <span className="flex min-w-0 items-center gap-2">
        <bdi className="truncate font-semibold">{node.name}</bdi>
        <NodeClass node={node} />
        <bdi className="hidden text-soft text-sm sm:inline">{node.accountName}</bdi>
      </span>
      {endsAt !== null && snapshot.phase !== "ended" && (
        <span className="inline-flex items-center gap-1.5">
          <Timer aria-hidden className="size-4 text-soft" />
          <Countdown endsAt={endsAt} withEnd isAnnounced />
        </span>
      )}
      <Recorded snapshot={snapshot} />
      <Watchers names={snapshot.watchers} />
      <span className="ml-auto flex items-center gap-x-2">
        <span className="hidden text-faint text-xs lg:inline">
          {t("terminal.leave")} <KeyHint keys="Ctrl Shift L" />
        </span>
        <IconButton label={t("terminal.search")} onClick={onSearch}>
          <Search aria-hidden className="size-4" />
        </IconButton>
        <LookMenu {...look} />
        {requestHref !== undefined && (
          <Link href={requestHref} className="text-soft underline underline-offset-4 hover:text-ink">
            {t("terminal.request")}
          </Link>
        )}
        {CAN_END[snapshot.phase] && (
          <Button size="small" className="max-sm:min-h-10" data-terminal-end onClick={onEnd}>
            {t("terminal.end")}
          </Button>
        )}
      </span>
    </header>
  );
}

/** Whoever types knows who looks on. */
function Watchers({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span role="status" aria-label={t("terminal.watchers.label")} />;
  const all = t(names.length === 1 ? "terminal.watcher" : "terminal.watchers", { names: formatList(names) });
  return (
    <span
      role="status"
      aria-label={t("terminal.watchers.label")}
      title={all}
      className="inline-flex min-w-0 items-center gap-1 text-blue text-sm"
    >
      <Eye aria-hidden className="size-3.5 shrink-0" />
      <bdi className="max-w-64 truncate">{all}</bdi>
    </span>
  );
}

function Recorded({ snapshot }: { snapshot: TerminalSnapshot }) {
  const { durable, phase, heardAtMs } = snapshot;
  if (phase !== "open" && phase !== "resuming" && phase !== "reconnecting") return null;
  // What the gateway said before it fell silent is no promise for now.
  if (!isCurrent(snapshot) && heardAtMs !== undefined)
    return (
      <span className="inline-flex items-center gap-1 text-amber text-sm">
        <CircleDashed aria-hidden className="size-3" />
        {t("terminal.recorded.until", { time: formatUtcTime(new Date(heardAtMs), "seconds") })}
      </span>
    );
  if (!durable || !isCurrent(snapshot))
    return (
      <span className="inline-flex items-center gap-1 text-soft text-sm">
        <CircleDashed aria-hidden className="size-3" />
        {t("terminal.recording.waiting")}
      </span>
    );
  return (
    <span className="inline-flex items-center gap-1 text-green text-sm">
      <Circle aria-hidden className="size-2.5 fill-current" />
      {t("terminal.recorded")}
      <span className="hidden text-faint tabular-nums md:inline">
        {t("terminal.recorded.durable", { milliseconds: durable.milliseconds })}
      </span>
    </span>
  );
}

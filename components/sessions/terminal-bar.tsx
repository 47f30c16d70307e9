import { Circle, CircleDashed, House, Timer } from "lucide-react";
import Link from "next/link";
import { NodeClass } from "@/components/nodes/node-label";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { KeyHint } from "@/components/ui/key-hint";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import type { TerminalPhase, TerminalSnapshot } from "./terminal-client";

interface TerminalBarProps {
  node: NodeLabel;
  endsAt: Date | string | null;
  snapshot: TerminalSnapshot;
  requestHref: string | undefined;
  onEnd: () => void;
}

const CAN_END = {
  connecting: false,
  opening: true,
  open: true,
  resuming: true,
  reconnecting: false,
  ended: false,
  "taken-over": false,
  refused: false,
  "signed-out": false,
} as const satisfies Record<TerminalPhase, boolean>;

/** Where I am, how long still, that it is recorded, and the end. */
export function TerminalBar({ node, endsAt, snapshot, requestHref, onEnd }: TerminalBarProps) {
  return (
    <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b bg-surface px-3 py-1.5">
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
      <span className="ml-auto flex items-center gap-3">
        <span className="hidden text-faint text-xs lg:inline">
          {t("terminal.leave")} <KeyHint keys="Ctrl Shift L" />
        </span>
        {requestHref !== undefined && (
          <Link href={requestHref} className="text-soft underline underline-offset-4 hover:text-ink">
            {t("terminal.request")}
          </Link>
        )}
        {CAN_END[snapshot.phase] && (
          <Button size="small" data-terminal-end onClick={onEnd}>
            {t("terminal.end")}
          </Button>
        )}
      </span>
    </header>
  );
}

function Recorded({ snapshot }: { snapshot: TerminalSnapshot }) {
  const { durable, phase } = snapshot;
  if (phase !== "open" && phase !== "resuming" && phase !== "reconnecting") return null;
  if (!durable)
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

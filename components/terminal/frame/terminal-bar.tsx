import {
  ArrowLeft,
  CircleCheck,
  CircleDashed,
  Ellipsis,
  Flame,
  LoaderCircle,
  Search,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { NodeClass } from "@/components/nodes/node-label";
import { ArrivingNotices } from "@/components/notices/arriving";
import { NoticesBell } from "@/components/notices/notices-bell";
import { Button } from "@/components/ui/controls/button";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { Initials } from "@/components/ui/initials";
import { Menu } from "@/components/ui/overlay/menu";
import { TimeLeft } from "@/components/ui/time/time-left";
import { TONE_TEXT, type Tone } from "@/components/ui/tone";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { formatList, formatUtcTime } from "@/messages/values";
import type { TerminalPhase } from "../client/terminal-phases";
import { isCurrent, type TerminalSnapshot } from "../client/terminal-snapshot";
import { IconButton } from "../icon-button";
import type { TerminalLook } from "../preferences/preferences";
import { LookMenu } from "../preferences/preferences-menu";

interface TerminalBarProps {
  node: NodeLabel;
  endsAt: Date | string | null;
  /** The whole window, in seconds; null: not known. */
  windowSeconds: number | null;
  isBreakGlass: boolean;
  snapshot: TerminalSnapshot;
  requestHref: string | undefined;
  sessionHref: string;
  look: { look: TerminalLook; onChange: (changed: Partial<TerminalLook>) => void };
  onSearch: () => void;
  onCopyAll: () => void;
  onEnd: () => void;
  /** Why it can't be extended, or how its extension stands. */
  extension: string | null | undefined;
  /** Undefined: it can't be extended, or is. */
  onExtend: (() => void) | undefined;
  onHandBack: (() => void) | undefined;
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

/** 44 px: where I am, that it is recorded, who watches, how long still, and the end. On a phone the name has two lines. */
export function TerminalBar(props: TerminalBarProps) {
  const { node, endsAt, windowSeconds, snapshot, look, onSearch, onEnd } = props;
  const canEnd = CAN_END[snapshot.phase];
  const isOpening = snapshot.phase === "connecting" || snapshot.phase === "opening";
  return (
    <header className="flex h-12 min-w-0 items-center gap-1 border-line border-b bg-raised pr-1 rail:h-11 rail:gap-3 rail:pr-3 rail:pl-1.5">
      <Link
        href="/"
        aria-label={t("terminal.home")}
        className="inline-flex size-11 shrink-0 items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink rail:size-7.5"
      >
        <ArrowLeft aria-hidden className="size-4" />
      </Link>
      <span className="grid min-w-0 justify-items-start rail:flex rail:items-center rail:gap-2.5">
        <bdi className="max-w-full truncate font-semibold max-rail:text-sm">{node.name}</bdi>
        <span className="flex items-center gap-1.5">
          <NodeClass node={node} />
          {props.isBreakGlass && <GlassMark />}
        </span>
        <bdi className="hidden shrink-0 text-faint text-sm wide:inline">
          {node.accountName} · {node.region}
        </bdi>
      </span>
      <ArrivingNotices as="line" />
      <span className="ml-auto flex min-w-0 shrink-0 items-center gap-2.5 text-sm rail:gap-5">
        <Watchers names={snapshot.watchers} />
        <span className="max-rail:hidden">
          <Recorded snapshot={snapshot} />
        </span>
        {endsAt !== null && snapshot.phase !== "ended" && (
          <span className={cx(isOpening && "opacity-60")}>
            <span className="max-rail:[&_[aria-hidden]]:hidden">
              <TimeLeft
                endsAt={endsAt}
                wholeSeconds={windowSeconds ?? Number.POSITIVE_INFINITY}
                hasBar={windowSeconds !== null}
              />
            </span>
          </span>
        )}
      </span>
      <span className="flex shrink-0 items-center gap-0.5 rail:ml-2">
        <NoticesBell isCalm />
        <span className="flex max-rail:hidden">
          <IconButton label={t("terminal.search")} onClick={onSearch}>
            <Search aria-hidden className="size-4" />
          </IconButton>
          <LookMenu {...look} />
        </span>
        <SessionMenu {...props} canEnd={canEnd} />
        {canEnd && (
          <span className="ml-1.5 max-rail:hidden">
            <Button
              variant="refusal"
              data-terminal-end
              onClick={onEnd}
              className="border-transparent! bg-transparent! shadow-none!"
            >
              {t(isOpening ? "terminal.cancel" : "terminal.end")}
            </Button>
          </span>
        )}
      </span>
    </header>
  );
}

/** Opened without approval: whoever types and whoever looks over a shoulder sees it all the time. */
function GlassMark() {
  return (
    <span className="inline-flex h-4.5 shrink-0 items-center gap-1 rounded-sm bg-violet-solid px-1.5 font-medium text-on-violet text-xs">
      <Flame aria-hidden className="size-3" />
      {t("glass.title")}
    </span>
  );
}

const ITEM =
  "flex min-h-9 w-full cursor-pointer items-center gap-2 rounded-md px-2.5 text-left text-sm hover:bg-hover max-sm:min-h-11";

/** What is done with the session seldom, or has no room on a phone. */
function SessionMenu(props: TerminalBarProps & { canEnd: boolean }) {
  const { requestHref, sessionHref, canEnd, onSearch, onCopyAll, onEnd } = props;
  const { extension, onExtend, onHandBack } = props;
  const pick = (act: () => void) => (event: { currentTarget: HTMLElement }) => {
    event.currentTarget.closest("details")?.removeAttribute("open");
    act();
  };
  return (
    <Menu
      label={t("terminal.menu")}
      trigger={<Ellipsis aria-hidden className="size-4 text-soft" />}
      as="bare"
      className="grid w-56"
    >
      <button type="button" className={cx(ITEM, "rail:hidden")} onClick={pick(onSearch)}>
        {t("terminal.search")}
      </button>
      <button type="button" className={ITEM} onClick={pick(onCopyAll)}>
        {t("terminal.copyAll")}
      </button>
      <Link href={sessionHref} className={ITEM}>
        {t("terminal.record")}
      </Link>
      {requestHref !== undefined && (
        <Link href={requestHref} className={ITEM}>
          {t("terminal.request")}
        </Link>
      )}
      {canEnd && onExtend && (
        <button type="button" className={ITEM} onClick={pick(onExtend)}>
          {t("terminal.extend")}
        </button>
      )}
      {canEnd && extension && <p className="px-2.5 py-1.5 text-faint text-sm">{extension}</p>}
      {canEnd && onHandBack && (
        <button type="button" className={cx(ITEM, "text-red")} onClick={pick(onHandBack)}>
          {t("terminal.handBack")}
        </button>
      )}
      <p className="border-line border-t px-2.5 pt-2 pb-1 text-faint text-xs">{t("terminal.saved")}</p>
      {canEnd && (
        <button type="button" className={cx(ITEM, "text-red rail:hidden")} onClick={pick(onEnd)}>
          {t("terminal.end")}
        </button>
      )}
    </Menu>
  );
}

/** Whoever types knows who looks on. */
function Watchers({ names }: { names: readonly string[] }) {
  const all =
    names.length === 0
      ? ""
      : t(names.length === 1 ? "terminal.watcher" : "terminal.watchers", { names: formatList(names) });
  return (
    <span
      role="status"
      aria-label={t("terminal.watchers.label")}
      title={all}
      className="inline-flex min-w-0 items-center gap-1.5 font-medium text-blue"
    >
      {names.slice(0, 1).map((name) => (
        <Initials key={name} name={name} />
      ))}
      {all !== "" && <bdi className="max-w-56 truncate max-rail:sr-only">{all}</bdi>}
    </span>
  );
}

/** Whether it is on record. What the gateway said before it fell silent is no promise for now. */
export function Recorded({ snapshot }: { snapshot: TerminalSnapshot }) {
  const { durable, phase, heardAtMs } = snapshot;
  switch (phase) {
    case "connecting":
    case "opening":
      return (
        <Sign
          tone="neutral"
          icon={<CircleDashed aria-hidden className="size-3.5" />}
          text={t("terminal.notRecording")}
        />
      );
    case "open":
    case "resuming":
      if (isCurrent(snapshot) && durable)
        return (
          <Sign
            tone="green"
            icon={<span aria-hidden className="mx-0.5 size-[7px] rounded-full bg-current" />}
            text={t("terminal.recorded")}
            title={t("terminal.recorded.durable", { milliseconds: durable.milliseconds })}
          />
        );
      break;
    case "reconnecting":
      break;
    case "ended":
      return snapshot.failure ? null : (
        <Sign
          tone="neutral"
          icon={<CircleCheck aria-hidden className="size-3.5" />}
          text={t("terminal.recorded.ended")}
        />
      );
    default:
      return null;
  }
  if (phase === "reconnecting" && snapshot.failures > 1)
    return (
      <Sign
        tone="amber"
        icon={<LoaderCircle aria-hidden className="size-3.5" />}
        text={t("terminal.reconnecting.short")}
      />
    );
  return (
    <Sign
      tone="amber"
      icon={<TriangleAlert aria-hidden className="size-3.5" />}
      text={
        heardAtMs === undefined || isCurrent(snapshot)
          ? t("terminal.recording.waiting")
          : t("terminal.recorded.until", { time: formatUtcTime(new Date(heardAtMs), "seconds") })
      }
    />
  );
}

function Sign({ tone, icon, text, title }: { tone: Tone; icon: ReactNode; text: string; title?: string }) {
  return (
    <span
      title={title}
      className={cx("inline-flex items-center gap-1.5 whitespace-nowrap font-medium", TONE_TEXT[tone])}
    >
      {icon}
      {text}
    </span>
  );
}

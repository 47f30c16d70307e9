"use client";

import { Maximize, Minimize, TriangleAlert } from "lucide-react";
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { onWake } from "@/components/live/wake";
import { useFullscreen } from "@/components/recordings/player/use-fullscreen";
import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { t, wordFor } from "@/messages/translate";
import { formatList, formatUtcTime } from "@/messages/values";
import { browserClock, openBrowserSocket } from "./client/browser-socket";
import { TerminalClient } from "./client/terminal-client";
import { isCurrent, NOT_YET, type TerminalSnapshot } from "./client/terminal-snapshot";
import { IconButton } from "./icon-button";
import { LookMenu } from "./preferences/preferences-menu";
import { useTerminalLook } from "./preferences/use-preferences";
import type { ScreenHandlers, ScreenLink } from "./screen-types";
import { TerminalScreen } from "./terminal-screen";

interface WatchLiveProps {
  /** `ws://host/gateway/sessions/<id>/watch`. */
  address: string;
  nodeName: string;
  personName: string;
  /** Who watches, to be left out among "also watching". */
  viewerName: string;
  /** Loads the page without the live screen. */
  onOver: () => void;
}

const NOBODY = { subscribe: () => () => {}, read: () => NOT_YET };
/** Of a cell in its font's size: width, and height with the lines' distance. */
const CELL = { width: 0.6, height: 1.52 };
/** The screen's own padding, in pixels. */
const PADDING = 18;
const FONT = { min: 7, max: 20 };

/** Somebody else's terminal as it is now, as large as the page has room for, without a keyboard. */
export function WatchLive({ address, nodeName, personName, viewerName, onOver }: WatchLiveProps) {
  const frame = useRef<HTMLElement>(null);
  const [client, setClient] = useState<TerminalClient>();
  const { subscribe, read } = client ?? NOBODY;
  const snapshot = useSyncExternalStore(subscribe, read, () => NOT_YET);
  const [look, changeLook] = useTerminalLook();
  const [isFullscreen, toggleFullscreen] = useFullscreen(frame);
  // The browser knows first when the network is back or somebody looks again.
  useEffect(() => (client ? onWake(() => client.wake()) : undefined), [client]);
  const [size, setSize] = useState({ cols: 0, rows: 0 });
  const [holder, room] = useRoom();
  const fontSize = fittingFont(size, room);
  const fitted = useMemo(() => ({ ...look, fontSize: fontSize ?? look.fontSize }), [look, fontSize]);

  const handlers: ScreenHandlers = {
    onReady: (link: ScreenLink) => {
      const created = new TerminalClient({
        address,
        size: link.size,
        openSocket: openBrowserSocket,
        clock: browserClock,
        onOutput: (bytes) => link.write(bytes, true),
        onSize: (told) => {
          link.setSize(told);
          setSize(told);
        },
      });
      created.connect();
      setClient(created);
      return () => created.dispose();
    },
    onInput: () => {},
    onResize: () => {},
    onPaste: () => {},
    onChord: () => {},
    onFound: () => {},
  };
  const isFresh = isCurrent(snapshot);
  const others = snapshot.watchers.filter((name) => name !== viewerName);
  const Screen = isFullscreen ? Minimize : Maximize;
  return (
    <section
      ref={frame}
      aria-label={t("watch.frame", { node: nodeName })}
      className="scheme-dark flex h-[clamp(20rem,calc(100dvh-11rem),100dvh)] min-w-0 flex-col overflow-hidden rounded-md border border-line-mid bg-terminal text-ink fullscreen:h-dvh fullscreen:rounded-none fullscreen:border-0 max-rail:-mx-4 max-rail:rounded-none max-rail:border-x-0 print:hidden"
    >
      <div className="flex min-h-11 items-center gap-x-3 border-line border-b bg-raised px-3 text-sm">
        <span
          className={cx(
            "inline-flex items-center gap-1.5 whitespace-nowrap font-medium",
            isFresh ? "text-green" : "text-amber",
          )}
        >
          {isFresh ? (
            <span aria-hidden className="size-[7px] rounded-full bg-current" />
          ) : (
            <TriangleAlert aria-hidden className="size-3.5" />
          )}
          {t(isFresh ? "watch.live" : "watch.notLive")}
        </span>
        {others.length > 0 && (
          <bdi className="min-w-0 truncate text-soft">{t("watch.also", { names: formatList(others) })}</bdi>
        )}
        <span className="ml-auto flex shrink-0 items-center gap-1">
          <LookMenu look={look} onChange={changeLook} hasKeyboard={false} />
          <IconButton
            label={t(isFullscreen ? "replay.fullscreen.leave" : "replay.fullscreen")}
            onClick={toggleFullscreen}
          >
            <Screen aria-hidden className="size-4" />
          </IconButton>
          <Button size="small" onClick={onOver}>
            {t("watch.stop")}
          </Button>
        </span>
      </div>
      <div
        ref={holder}
        data-stale={!isFresh || undefined}
        className={cx("relative min-h-0 flex-1", !isFresh && "opacity-85 grayscale-90")}
      >
        <TerminalScreen
          label={t("watch.label", { node: nodeName })}
          look={fitted}
          isReadOnly
          isStale={!isFresh}
          handlers={handlers}
        />
      </div>
      <Foot snapshot={snapshot} personName={personName} size={size} onOver={onOver} />
    </section>
  );
}

/** The largest font in which the whole screen fits, in whole pixels; undefined as long as that is not known. */
function fittingFont(
  { cols, rows }: { cols: number; rows: number },
  { width, height }: { width: number; height: number },
): number | undefined {
  if (cols === 0 || width === 0 || height === 0) return undefined;
  const fitting = Math.floor(
    Math.min((width - PADDING) / (cols * CELL.width), (height - PADDING) / (rows * CELL.height)),
  );
  return Math.min(FONT.max, Math.max(FONT.min, fitting));
}

/** How much room an element has, again whenever that changes. */
function useRoom(): [ref: (element: HTMLElement | null) => void, room: { width: number; height: number }] {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });

  // The element is as large as the window and its neighbours let it be.
  useEffect(() => {
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setRoom({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);

  return [setElement, room];
}

interface FootProps {
  snapshot: TerminalSnapshot;
  personName: string;
  size: { cols: number; rows: number };
  onOver: () => void;
}

/** One line under the screen: that nothing is typed here, or what is the matter. */
function Foot({ snapshot, personName, size, onOver }: FootProps) {
  const problem = problemOf(snapshot);
  const isOver =
    snapshot.phase === "ended" || snapshot.phase === "refused" || snapshot.phase === "signed-out";
  return (
    <footer
      className={cx(
        "flex min-h-9 items-center gap-5 border-t px-3.5 py-1",
        problem?.isAmber
          ? "border-amber-line bg-amber-wash font-medium text-amber text-sm"
          : "border-line bg-raised text-soft text-xs",
      )}
    >
      <p role="status" className="min-w-0 flex-1">
        {problem?.text ?? <bdi className="text-faint">{t("watch.line", { person: personName })}</bdi>}
      </p>
      {isOver && (
        <Button size="small" onClick={onOver}>
          {t("watch.reload")}
        </Button>
      )}
      {size.cols > 0 && (
        <span className="shrink-0 text-faint tabular-nums max-rail:hidden">
          {size.cols} × {size.rows}
        </span>
      )}
    </footer>
  );
}

function problemOf(snapshot: TerminalSnapshot): { text: string; isAmber: boolean } | undefined {
  const { phase, heardAtMs, reason } = snapshot;
  if (phase === "open" && !isCurrent(snapshot))
    return {
      text: t("watch.silent", { time: formatUtcTime(new Date(heardAtMs ?? 0), "seconds") }),
      isAmber: true,
    };
  switch (phase) {
    case "ended":
    case "refused":
    case "signed-out":
      return {
        text: t("watch.ended", reason === undefined ? {} : { reason: wordFor("end", reason) }),
        isAmber: false,
      };
    case "connecting":
    case "opening":
      return { text: t("watch.waiting"), isAmber: false };
    case "resuming":
    case "reconnecting":
      return { text: t("watch.lost"), isAmber: true };
    default:
      return undefined;
  }
}

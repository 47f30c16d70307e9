"use client";

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { onWake } from "@/components/live/wake";
import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { Notice } from "@/components/ui/notice";
import { t, wordFor } from "@/messages/translate";
import { formatList, formatUtcTime } from "@/messages/values";
import { browserClock, openBrowserSocket } from "./client/browser-socket";
import { TerminalClient } from "./client/terminal-client";
import { isCurrent, NOT_YET, type TerminalSnapshot } from "./client/terminal-snapshot";
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
/** Of a cell's width in its font's size; the monospace is half as wide as it is high, and a little more. */
const CELL_WIDTH = 0.6;

/** Somebody else's terminal as it is now, without a keyboard. */
export function WatchLive({ address, nodeName, personName, viewerName, onOver }: WatchLiveProps) {
  const [client, setClient] = useState<TerminalClient>();
  const { subscribe, read } = client ?? NOBODY;
  const snapshot = useSyncExternalStore(subscribe, read, () => NOT_YET);
  const [look, changeLook] = useTerminalLook();
  // The browser knows first when the network is back or somebody looks again.
  useEffect(() => (client ? onWake(() => client.wake()) : undefined), [client]);
  const [cols, setCols] = useState(0);
  const holder = useRef<HTMLDivElement>(null);
  const width = holder.current?.clientWidth ?? 0;
  const fitting = cols === 0 || width === 0 ? look.fontSize : Math.floor(width / (cols * CELL_WIDTH));
  const fontSize = Math.min(look.fontSize, Math.max(7, fitting));
  const fitted = useMemo(() => ({ ...look, fontSize }), [look, fontSize]);

  const handlers: ScreenHandlers = {
    onReady: (link: ScreenLink) => {
      const created = new TerminalClient({
        address,
        size: link.size,
        openSocket: openBrowserSocket,
        clock: browserClock,
        onOutput: (bytes) => link.write(bytes, true),
        onSize: (size) => {
          link.setSize(size);
          setCols(size.cols);
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
  return (
    <div className="grid min-w-0 gap-2">
      <div className="scheme-dark min-w-0 overflow-hidden rounded-md border border-line bg-surface text-ink">
        <div className="flex min-h-10 flex-wrap items-center gap-x-3 px-3 py-1 text-sm">
          <span className={cx("font-medium", isFresh ? "text-green" : "text-amber")}>
            {t("watch.label", { node: nodeName })}
          </span>
          {others.length > 0 && (
            <bdi className="text-soft">{t("watch.also", { names: formatList(others) })}</bdi>
          )}
          <span className="ml-auto flex items-center gap-2">
            <LookMenu look={look} onChange={changeLook} hasKeyboard={false} />
            <Button size="small" className="max-sm:min-h-10" onClick={onOver}>
              {t("watch.stop")}
            </Button>
          </span>
        </div>
        <div ref={holder} className={cx("relative h-[60dvh] min-h-72", !isFresh && "opacity-50")}>
          <TerminalScreen
            label={t("watch.label", { node: nodeName })}
            look={fitted}
            isReadOnly
            handlers={handlers}
          />
        </div>
      </div>
      <p className="text-soft text-sm">{t("watch.line", { person: personName })}</p>
      <Standing snapshot={snapshot} onOver={onOver} />
    </div>
  );
}

function Standing({ snapshot, onOver }: { snapshot: TerminalSnapshot; onOver: () => void }) {
  if (snapshot.phase === "open" && !isCurrent(snapshot))
    return (
      <Notice tone="amber" role="status">
        {t("watch.silent", { time: formatUtcTime(new Date(snapshot.heardAtMs ?? 0), "seconds") })}
      </Notice>
    );
  switch (snapshot.phase) {
    case "ended":
    case "refused":
    case "signed-out":
      return (
        <Notice
          tone="neutral"
          role="status"
          action={
            <Button size="small" onClick={onOver}>
              {t("watch.reload")}
            </Button>
          }
        >
          {t("watch.ended", snapshot.reason === undefined ? {} : { reason: wordFor("end", snapshot.reason) })}
        </Notice>
      );
    case "connecting":
    case "opening":
      return (
        <Notice tone="blue" role="status">
          {t("watch.waiting")}
        </Notice>
      );
    case "reconnecting":
      return (
        <Notice tone="amber" role="status">
          {t("watch.lost")}
        </Notice>
      );
    default:
      return null;
  }
}

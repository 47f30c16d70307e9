"use client";

import { useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from "react";
import { onWake } from "@/components/live/wake";
import { browserClock, openBrowserSocket } from "./client/browser-socket";
import { TerminalClient } from "./client/terminal-client";
import type { TerminalPhase } from "./client/terminal-phases";
import { NOT_YET } from "./client/terminal-snapshot";
import { windowId } from "./client/window-id";
import type { Found } from "./emulator/terminal-search";
import { bytesOfRowKey, withModifiers } from "./frame/row-keys";
import { lookAtPaste } from "./paste/paste";
import { stepFontSize } from "./preferences/preferences";
import { useTerminalLook } from "./preferences/use-preferences";
import type { ScreenHandlers, ScreenLink } from "./screen-types";
import { TerminalView, type TerminalViewProps } from "./terminal-view";

export interface LiveTerminalProps
  extends Pick<
    TerminalViewProps,
    | "node"
    | "windowEndsAt"
    | "windowSeconds"
    | "keepsInput"
    | "isBreakGlass"
    | "access"
    | "intro"
    | "requestHref"
    | "replayHref"
    | "signInHref"
    | "isShown"
    | "onRetry"
    | "onProve"
  > {
  /** `ws://host/gateway/sessions/<id>/terminal`. */
  address: string;
  /** Told how it stands, for the tab. */
  onPhase?: (phase: TerminalPhase) => void;
}

/** A shell runs behind the page, and would go on alone. */
const OPEN: ReadonlySet<TerminalPhase> = new Set(["opening", "open", "resuming", "reconnecting"]);
const NOBODY = { subscribe: () => () => {}, read: () => NOT_YET };
const STEP = { larger: 1, smaller: -1, usual: 0 } as const;

/** A terminal that is connected: the screen, the client, and the view around them. */
export function LiveTerminal({ address, onPhase, ...view }: LiveTerminalProps) {
  const [client, setClient] = useState<TerminalClient>();
  const { subscribe, read } = client ?? NOBODY;
  const snapshot = useSyncExternalStore(subscribe, read, () => NOT_YET);
  // A new number makes a new screen and a new connection; whoever pressed for it takes the keyboard at once.
  const [attempt, setAttempt] = useState(0);
  const [look, changeLook] = useTerminalLook();
  const link = useRef<ScreenLink>(undefined);
  const [search, setSearch] = useState<ScreenLink["search"]>();
  const [found, setFound] = useState<Found>({ at: 0, count: 0 });
  const [size, setSize] = useState<ScreenLink["size"]>();
  const [held, setHeld] = useState({ control: false, alt: false });
  const [paste, setPaste] = useState<{ text: string; waitsForEnter: boolean }>();

  // The tab strip shows how each terminal stands.
  const tellPhase = useEffectEvent((phase: TerminalPhase) => onPhase?.(phase));
  useEffect(() => tellPhase(snapshot.phase), [snapshot.phase]);

  // At the window's end what was extended goes on in a new shell.
  const isOver =
    snapshot.phase === "ended" && ["window-ended", "grant-ended"].includes(snapshot.reason ?? "");
  const tellOver = useEffectEvent(() => view.access?.onOver(view.node.id));
  useEffect(() => {
    if (isOver) tellOver();
  }, [isOver]);

  // The browser knows first when the network is back or somebody looks again.
  useEffect(() => (client ? onWake(() => client.wake()) : undefined), [client]);

  // Closing the browser's tab asks first while a shell is open behind it.
  const isOpen = OPEN.has(snapshot.phase);
  useEffect(() => {
    if (!isOpen) return;
    const ask = (event: BeforeUnloadEvent) => {
      // A browser asks nobody who has not touched the page, and complains of being told to.
      if (navigator.userActivation?.hasBeenActive !== false) event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isOpen]);

  // A tab that comes to the front gets the keyboard.
  useEffect(() => {
    if (view.isShown) link.current?.focus();
  }, [view.isShown]);

  const send = (text: string) => client?.sendInput(new TextEncoder().encode(text));
  const takePaste = (text: string) => {
    if (!isOpen || text === "") return;
    if (lookAtPaste(text).asks) setPaste({ text, waitsForEnter: link.current?.waitsForEnter() ?? false });
    else link.current?.paste(text);
  };
  const handlers: ScreenHandlers = {
    onReady: (ready) => {
      link.current = ready;
      setSize(ready.size);
      const created = new TerminalClient({
        address,
        windowId: windowId(),
        takesNow: attempt > 0,
        size: ready.size,
        openSocket: openBrowserSocket,
        clock: browserClock,
        onOutput: ready.write,
      });
      created.connect();
      setClient(created);
      return () => created.dispose();
    },
    onInput: (bytes) => {
      if (!held.control && !held.alt) client?.sendInput(bytes);
      else {
        send(withModifiers(new TextDecoder().decode(bytes), held));
        setHeld({ control: false, alt: false });
      }
    },
    onResize: (changed) => {
      setSize(changed);
      client?.resize(changed);
    },
    onPaste: takePaste,
    onChord: (chord) => {
      if (chord === "leave") document.querySelector<HTMLElement>("[data-shown] [data-terminal-end]")?.focus();
      else if (chord === "search") setSearch(link.current?.search);
      else changeLook({ fontSize: stepFontSize(look.fontSize, STEP[chord]) });
    },
    onFound: setFound,
  };
  const refocus = () => link.current?.focus();
  return (
    <TerminalView
      {...view}
      snapshot={snapshot}
      screen={{ key: attempt, handlers, size }}
      keys={{
        onKey: (key) => {
          send(withModifiers(bytesOfRowKey(key, link.current?.hasApplicationCursor() ?? false), held));
          setHeld({ control: false, alt: false });
        },
        // A browser that refuses to read the clipboard says so itself, where it asks its person.
        onPaste: () => void navigator.clipboard.readText().then(takePaste, () => refocus()),
        isControl: held.control,
        isAlt: held.alt,
        onModifier: (which) => setHeld((before) => ({ ...before, [which]: !before[which] })),
      }}
      onCopyAll={() => void link.current?.copyAll().then(refocus)}
      onRetryNow={() => client?.wake()}
      look={{ look, onChange: changeLook }}
      search={search && { search, found }}
      onSearch={(isOpen) => {
        setSearch(isOpen ? link.current?.search : undefined);
        if (!isOpen) refocus();
      }}
      paste={paste}
      onPaste={(text) => link.current?.paste(text)}
      onPasteOver={() => {
        setPaste(undefined);
        refocus();
      }}
      onEnd={() => client?.end()}
      onReconnect={() => setAttempt((last) => last + 1)}
    />
  );
}

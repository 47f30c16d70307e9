"use client";

import { Search as SearchIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useMemo, useState } from "react";
import { KeyHint } from "@/components/ui/key-hint";
import type { Outcome } from "@/components/ui/outcome";
import type { Tone } from "@/components/ui/tone";
import type { Language } from "@/messages/language";
import { t } from "@/messages/translate";
import { BottomBar } from "./bottom-bar";
import type { CommandEffect } from "./commands/commands";
import type { Search } from "./commands/use-search";
import { KeyBindings } from "./keys/key-bindings";
import { Mark } from "./logo";
import { type Me, MeMenu } from "./me-menu";
import { type NavId, navItemOf, navigationFor } from "./navigation";
import { Rail } from "./rail";
import { type SessionPill, SessionPills } from "./session-pills";
import { Strip } from "./strip";
import { applyTheme, type Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";
import type { WaitingCounts } from "./waiting-count";

export interface AppShellProps {
  me: Me;
  theme: Theme;
  /** The parts of the portal that this person may enter. */
  parts: readonly NavId[];
  /** Whether they may ask for a shell. */
  canAsk: boolean;
  /** What waits for this person, by part of the portal. */
  waiting: WaitingCounts;
  /** This person's open sessions. */
  sessions: readonly SessionPill[];
  /** What is abnormal now, the most urgent first; the demo is one. */
  strips: readonly { tone: Tone; text: string }[];
  /** What keeps the page up to date, with its sign. */
  live: ReactNode;
  onGo: (href: string) => void;
  onSearch: Search;
  onLanguage: (language: Language | null) => Promise<Outcome>;
  onSignOut: () => void;
  onEndSession: (sessionId: string) => Promise<Outcome>;
  children: ReactNode;
}

/** The frame of every page but the terminal: rail, top bar, strips. */
export function AppShell(props: AppShellProps) {
  const { me, parts, canAsk, waiting, sessions, strips, onGo, onSearch, onSignOut } = props;
  const [overlay, setOverlay] = useState<"commands" | "help" | undefined>();
  const [overlays, setOverlays] = useState<typeof import("./keys/overlays")>();
  const [theme, setTheme] = useState(props.theme);
  const [problem, setProblem] = useState<string>();
  const here = navItemOf(usePathname());
  const items = useMemo(() => navigationFor(parts), [parts]);
  const changeTheme = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  const changeLanguage = async (language: Language | null) => {
    const outcome = await props.onLanguage(language);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  const open = useCallback(async (which: "commands" | "help") => {
    setOverlay(which);
    try {
      const { CommandMenu, ShortcutHelp } = await import("./keys/overlays");
      setOverlays({ CommandMenu, ShortcutHelp });
      setProblem(undefined);
    } catch {
      setProblem(t("pages.unreachable"));
    }
  }, []);
  const openCommands = useCallback(() => void open("commands"), [open]);
  const openHelp = useCallback(() => void open("help"), [open]);
  const close = () => setOverlay(undefined);
  const act = (effect: CommandEffect) => {
    switch (effect.kind) {
      case "go":
        return onGo(effect.href);
      case "theme":
        return changeTheme(effect.theme);
      case "language":
        return void changeLanguage(effect.language);
      case "keys":
        return openHelp();
      case "sign-out":
        return onSignOut();
    }
  };
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[11.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-30 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("frame.skip")}
      </a>
      <Rail items={items} waiting={waiting} here={here?.id} />
      <div className="min-w-0 pb-16 md:pb-0">
        <header className="sticky top-0 z-20 border-line border-b bg-surface">
          <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1 md:px-6">
            <Link
              href="/"
              className="-m-2 inline-flex size-10 items-center justify-center md:hidden"
              aria-label={t("app.name")}
            >
              <Mark />
            </Link>
            <p className="font-medium" data-where>
              {here?.label}
            </p>
            <button
              type="button"
              onClick={openCommands}
              aria-label={t("frame.search")}
              className="ml-auto inline-flex size-10 cursor-pointer items-center justify-center gap-2 rounded-md text-faint text-sm hover:border-line-strong sm:h-8 sm:w-auto sm:border sm:border-line sm:bg-raised sm:px-2"
            >
              <SearchIcon aria-hidden className="size-4 sm:size-3.5" />
              <span className="hidden sm:inline">{t("frame.search")}</span>
              <span className="hidden sm:inline">
                <KeyHint keys="Ctrl K" />
              </span>
            </button>
            <div className="order-last w-full min-w-0 empty:hidden md:order-none md:w-auto">
              <SessionPills sessions={sessions} onEnd={props.onEndSession} />
            </div>
            <div className="flex items-center gap-1">
              {props.live}
              <ThemeSwitch theme={theme} onChange={changeTheme} />
              <MeMenu
                me={me}
                onLanguage={(language) => void changeLanguage(language)}
                onSignOut={onSignOut}
              />
            </div>
          </div>
          <div role="alert">{problem !== undefined && <Strip tone="red" text={problem} />}</div>
          {strips.map((strip) => (
            <Strip key={strip.text} tone={strip.tone} text={strip.text} />
          ))}
        </header>
        <main id="content" tabIndex={-1} className="mx-auto max-w-6xl px-4 py-5 outline-none md:px-6">
          {props.children}
        </main>
      </div>
      <BottomBar items={items} waiting={waiting} here={here?.id} />
      <KeyBindings items={items} onGo={onGo} onCommands={openCommands} onHelp={openHelp} />
      {overlays && (
        <>
          <overlays.CommandMenu
            isOpen={overlay === "commands"}
            onClose={close}
            items={items}
            sessions={sessions}
            canAsk={canAsk}
            onSearch={onSearch}
            onEffect={act}
          />
          <overlays.ShortcutHelp isOpen={overlay === "help"} items={items} onClose={close} />
        </>
      )}
    </div>
  );
}

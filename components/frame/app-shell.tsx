"use client";

import { Search as SearchIcon } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useCallback, useMemo, useRef, useState } from "react";
import { ArrivingNotices } from "@/components/notices/arriving";
import { NoticesBell } from "@/components/notices/notices-bell";
import Link from "@/components/ui/controls/link";
import { KeyHint } from "@/components/ui/key-hint";
import type { Outcome } from "@/components/ui/outcome";
import type { Tone } from "@/components/ui/tone";
import type { OpenShell } from "@/lib/overview/views";
import type { Language } from "@/messages/language";
import { t } from "@/messages/translate";
import { BottomBar } from "./bottom-bar";
import type { CommandEffect } from "./commands/commands";
import type { Search } from "./commands/use-search";
import { KeyBindings } from "./keys/key-bindings";
import { Mark } from "./logo";
import { type Me, MeMenu } from "./me-menu";
import { type NavId, navItemOf, navigationFor } from "./navigation";
import { OpenShells } from "./open-shells";
import { Rail } from "./rail";
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
  /** Mine, the one that ends first on top. */
  shells: readonly OpenShell[];
  /** What kind of installation this is, where that has to be known: the demo. */
  note?: string;
  /** What is abnormal now, the most urgent first. */
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
  const { me, parts, canAsk, waiting, shells, strips, onGo, onSearch, onSignOut } = props;
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
      setOverlay(undefined);
      setProblem(t("pages.unreachable"));
    }
  }, []);
  const typed = useRef("");
  const openCommands = useCallback(() => void open("commands"), [open]);
  const openHelp = useCallback(() => void open("help"), [open]);
  const close = () => {
    setOverlay(undefined);
    typed.current = "";
  };
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
    <div className="min-h-dvh rail:grid rail:grid-cols-[3.5rem_minmax(0,1fr)] wide:grid-cols-[13rem_minmax(0,1fr)] print:block!">
      <a
        href="#content"
        className="sr-only z-30 rounded-md bg-primary px-3 py-2 text-on-primary focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("frame.skip")}
      </a>
      <Rail items={items} waiting={waiting} here={here?.id} canAsk={canAsk} note={props.note} />
      <div className="min-w-0 pb-16 rail:pb-0 print:pb-0!">
        <header className="sticky top-0 z-10 border-line border-b bg-surface print:hidden">
          <div className="flex h-12 items-center gap-1 px-2 sm:gap-2 sm:px-4 rail:px-6">
            <Link
              href="/"
              className="inline-flex size-11 items-center justify-center rail:hidden"
              aria-label={t("app.name")}
            >
              <Mark />
            </Link>
            <button
              type="button"
              onClick={openCommands}
              aria-label={t("frame.search")}
              className="ml-auto inline-flex size-11 cursor-pointer items-center justify-center gap-2 rounded-md text-faint text-sm hover:bg-hover sm:size-7.5 wide:w-55 wide:justify-start wide:border wide:border-line-mid wide:px-2.5"
            >
              <SearchIcon aria-hidden className="size-4 wide:size-3.5" />
              <span className="hidden wide:inline">{t("frame.search")}</span>
              <span className="ml-auto hidden wide:inline">
                <KeyHint keys="Ctrl K" />
              </span>
            </button>
            <OpenShells shells={shells} onEnd={props.onEndSession} />
            {props.live}
            <NoticesBell />
            <ThemeSwitch theme={theme} onChange={changeTheme} />
            <MeMenu
              me={me}
              hasCard={canAsk || parts.includes("settings")}
              onLanguage={(language) => void changeLanguage(language)}
              onSignOut={onSignOut}
            />
          </div>
        </header>
        <div role="alert">{problem !== undefined && <Strip tone="red" text={problem} />}</div>
        {strips.map((strip) => (
          <Strip key={strip.text} tone={strip.tone} text={strip.text} />
        ))}
        <main
          id="content"
          tabIndex={-1}
          className="max-w-[81rem] px-4 py-4 outline-none has-data-wide:max-w-none rail:p-6 print:p-0!"
        >
          {props.children}
        </main>
      </div>
      <BottomBar items={items} waiting={waiting} here={here?.id} />
      <ArrivingNotices as="box" />
      <KeyBindings
        items={items}
        onGo={onGo}
        onCommands={openCommands}
        onHelp={openHelp}
        typed={overlay === "commands" && !overlays ? typed : undefined}
      />
      {overlays && (
        <>
          <overlays.CommandMenu
            isOpen={overlay === "commands"}
            typed={typed.current}
            onClose={close}
            items={items}
            shells={shells}
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

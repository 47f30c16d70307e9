"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { KeyHint } from "@/components/ui/key-hint";
import type { Outcome } from "@/components/ui/outcome";
import type { Tone } from "@/components/ui/tone";
import { t } from "@/messages/translate";
import { CommandPalette } from "./command-palette";
import { KeyBindings } from "./key-bindings";
import { Mark } from "./mark";
import { type Me, MeMenu } from "./me-menu";
import { navItemOf } from "./navigation";
import { BottomBar, Rail, type WaitingCounts } from "./rail";
import { type SessionPill, SessionPills } from "./session-pills";
import { ShortcutHelp } from "./shortcut-help";
import { Strip } from "./strip";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

export interface AppShellProps {
  me: Me;
  theme: Theme;
  /** What waits for this person, by part of the portal. */
  waiting: WaitingCounts;
  /** This person's open sessions. */
  sessions: readonly SessionPill[];
  /** What is abnormal now, the most urgent first; the demo is one. */
  strips: readonly { tone: Tone; text: string }[];
  onSignOut: () => void;
  onEndSession: (sessionId: string) => Promise<Outcome>;
  children: ReactNode;
}

/** The frame of every page but the terminal: rail, top bar, strips. */
export function AppShell(props: AppShellProps) {
  const { me, theme, waiting, sessions, strips, onSignOut, onEndSession, children } = props;
  const [overlay, setOverlay] = useState<"commands" | "help" | undefined>();
  const here = navItemOf(usePathname());
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[11.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only z-30 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("frame.skip")}
      </a>
      <Rail waiting={waiting} here={here?.id} />
      <div className="min-w-0 pb-16 md:pb-0">
        <header className="sticky top-0 z-20 border-line border-b bg-surface">
          <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1 md:px-6">
            <Link href="/" className="md:hidden" aria-label={t("app.name")}>
              <Mark />
            </Link>
            <p className="font-medium" data-where>
              {here?.label}
            </p>
            <button
              type="button"
              onClick={() => setOverlay("commands")}
              className="ml-auto hidden min-h-8 cursor-pointer items-center gap-2 rounded-md border border-line bg-raised px-2 text-faint text-sm hover:border-line-strong sm:inline-flex md:order-none"
            >
              {t("frame.search")} <KeyHint keys="Ctrl K" />
            </button>
            <div className="order-last w-full min-w-0 empty:hidden md:order-none md:w-auto">
              <SessionPills sessions={sessions} onEnd={onEndSession} />
            </div>
            <div className="ml-auto flex items-center gap-1 sm:ml-0">
              <ThemeSwitch theme={theme} />
              <MeMenu me={me} onSignOut={onSignOut} />
            </div>
          </div>
          {strips.map((strip) => (
            <Strip key={strip.text} tone={strip.tone} text={strip.text} />
          ))}
        </header>
        <main id="content" tabIndex={-1} className="mx-auto max-w-6xl px-4 py-5 outline-none md:px-6">
          {children}
        </main>
      </div>
      <BottomBar waiting={waiting} here={here?.id} />
      <KeyBindings onCommands={() => setOverlay("commands")} onHelp={() => setOverlay("help")} />
      <CommandPalette isOpen={overlay === "commands"} onClose={() => setOverlay(undefined)} />
      <ShortcutHelp isOpen={overlay === "help"} onClose={() => setOverlay(undefined)} />
    </div>
  );
}

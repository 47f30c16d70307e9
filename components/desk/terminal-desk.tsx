"use client";

import { useState } from "react";
import type { AccessActions } from "@/components/terminal/access/access-actions";
import type { TerminalPhase } from "@/components/terminal/client/terminal-phases";
import { LiveTerminal } from "@/components/terminal/live-terminal";
import type { Outcome } from "@/components/ui/outcome";
import { t } from "@/messages/translate";
import { DeskStrip } from "./desk-strip";
import { type DeskChoice, type DeskTab, withoutTab, withTab } from "./desk-tabs";

export interface TerminalDeskProps {
  /** `ws://host` of the gateway. */
  gateway: string;
  tabs: readonly DeskTab[];
  /** The session whose tab is in front at first. */
  shownId: string;
  choices: readonly DeskChoice[];
  requestHref: string | undefined;
  access: AccessActions | undefined;
  /** How the shell that is in front at first came about, where that is not as ever. */
  intro: string | undefined;
  /** Whether the access has what is typed kept. */
  keepsInput: boolean;
  /** What the reader came here with, such as that a sign-in confirmed nothing. */
  problem: string | undefined;
  /** Proves that it is the reader, for one session, where the rules ask for it. */
  onProve: (sessionId: string, level: "sign-in" | "passkey") => Promise<Outcome>;
  /** Whether the access waited for nobody. */
  isBreakGlass: boolean;
  /** Starts a session on a node of the access. @returns its id, or a sentence that says why not */
  onOpen: (nodeId: string) => Promise<{ ok: true; sessionId: string } | { ok: false; sentence: string }>;
}

/** The terminals of one access side by side: one in front, each with a connection of its own from its first look on. */
export function TerminalDesk(props: TerminalDeskProps) {
  const { gateway, choices, requestHref, keepsInput, isBreakGlass, access, intro, ...rest } = props;
  const { onOpen, onProve, ...initial } = rest;
  const [desk, setDesk] = useState<{ tabs: readonly DeskTab[]; shownId: string }>(initial);
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set([initial.shownId]));
  const [phases, setPhases] = useState<Readonly<Record<string, TerminalPhase>>>({});
  const [problem, setProblem] = useState(initial.problem);
  const { tabs, shownId } = desk;

  const show = (next: { tabs: readonly DeskTab[]; shownId: string }) => {
    setDesk(next);
    setSeen((before) => new Set([...before, next.shownId]));
    setProblem(undefined);
    // So that a reload comes back to this tab; the page itself is the same.
    window.history.replaceState(null, "", `/sessions/${next.shownId}/terminal`);
  };
  const choose = async ({ node, sessionId }: DeskChoice) => {
    const opened = sessionId === null ? await onOpen(node.id) : { ok: true as const, sessionId };
    if (!opened.ok) {
      setProblem(opened.sentence);
      return;
    }
    const { windowSeconds = null } = tabs[0] ?? {};
    const tab = { sessionId: opened.sessionId, node, windowEndsAt: null, windowSeconds };
    show({ tabs: withTab(tabs, tab), shownId: tab.sessionId });
  };
  const retry = async (failed: DeskTab) => {
    const opened = await onOpen(failed.node.id);
    if (!opened.ok) {
      setProblem(opened.sentence);
      return;
    }
    const tab = { ...failed, sessionId: opened.sessionId };
    show({
      tabs: tabs.map((one) => (one.sessionId === failed.sessionId ? tab : one)),
      shownId: tab.sessionId,
    });
  };
  const front = tabs.find(({ sessionId }) => sessionId === shownId);
  return (
    <main className="scheme-dark fixed inset-0 grid grid-rows-[auto_minmax(0,1fr)] bg-terminal text-ink">
      <h1 className="sr-only">{t("terminal.label", { node: front?.node.name ?? "" })}</h1>
      <DeskStrip
        tabs={tabs}
        shownId={shownId}
        phases={phases}
        choices={choices}
        problem={problem}
        onShow={(sessionId) => show({ tabs, shownId: sessionId })}
        onClose={(sessionId) => show(withoutTab(tabs, sessionId, shownId))}
        onChoose={(choice) => void choose(choice)}
      />
      <div className="relative min-h-0 min-w-0">
        {tabs
          .filter(({ sessionId }) => seen.has(sessionId))
          .map(({ sessionId, ...tab }) => (
            <div
              key={sessionId}
              id={`desk-${sessionId}`}
              {...(tabs.length > 1 ? { role: "tabpanel", "aria-labelledby": `tab-${sessionId}` } : {})}
              hidden={sessionId !== shownId}
              className="h-full"
            >
              <LiveTerminal
                address={`${gateway}/gateway/sessions/${sessionId}/terminal`}
                node={tab.node}
                windowEndsAt={tab.windowEndsAt}
                windowSeconds={tab.windowSeconds}
                keepsInput={keepsInput}
                isBreakGlass={isBreakGlass}
                access={access}
                intro={sessionId === initial.shownId ? intro : undefined}
                requestHref={requestHref}
                replayHref={`/sessions/${sessionId}`}
                signInHref={`/sign-in?callbackUrl=${encodeURIComponent(`/sessions/${sessionId}/terminal`)}`}
                isShown={sessionId === shownId}
                onProve={(level) => onProve(sessionId, level)}
                onRetry={() => void retry({ ...tab, sessionId })}
                onPhase={(phase) => setPhases((before) => ({ ...before, [sessionId]: phase }))}
              />
            </div>
          ))}
      </div>
    </main>
  );
}

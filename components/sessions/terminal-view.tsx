"use client";

import { useState } from "react";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { TerminalBar } from "./terminal-bar";
import type { TerminalSnapshot } from "./terminal-client";
import { TerminalMessageLine } from "./terminal-message-line";
import { TerminalOverlay } from "./terminal-overlay";
import { type ScreenHandlers, TerminalScreen } from "./terminal-screen";

export interface TerminalViewProps {
  node: NodeLabel;
  /** When the window ends, as long as the gateway has not said so. */
  windowEndsAt: Date | null;
  requestHref: string | undefined;
  replayHref: string;
  /** Where to sign in and come back from. */
  signInHref: string;
  snapshot: TerminalSnapshot;
  screen: { key: number; handlers: ScreenHandlers };
  onEnd: () => void;
  /** Takes the keyboard back after another window had it. */
  onReconnect: () => void;
}

/** The terminal is the page: one bar, the screen, one line for messages; at the end, what came of it. */
export function TerminalView(props: TerminalViewProps) {
  const { node, windowEndsAt, requestHref, replayHref, signInHref, snapshot, screen, onEnd, onReconnect } =
    props;
  const [isEnding, setIsEnding] = useState(false);
  return (
    <main className="scheme-dark fixed inset-0 grid grid-rows-[auto_minmax(0,1fr)_auto] bg-terminal text-ink">
      <h1 className="sr-only">{t("terminal.label", { node: node.name })}</h1>
      <TerminalBar
        node={node}
        endsAt={snapshot.windowEndsAt ?? windowEndsAt}
        snapshot={snapshot}
        requestHref={requestHref}
        onEnd={() => setIsEnding(true)}
      />
      <div className="relative min-h-0">
        <TerminalScreen key={screen.key} nodeName={node.name} handlers={screen.handlers} />
        <TerminalOverlay
          snapshot={snapshot}
          replayHref={replayHref}
          requestHref={requestHref}
          signInHref={signInHref}
          onReconnect={onReconnect}
        />
      </div>
      <TerminalMessageLine snapshot={snapshot} />
      <ReasonDialog
        isOpen={isEnding}
        title={t("terminal.end.title")}
        consequence={t("terminal.end.line")}
        confirmLabel={t("terminal.end")}
        onConfirm={async () => {
          onEnd();
          return { ok: true };
        }}
        onClose={() => setIsEnding(false)}
      />
    </main>
  );
}

"use client";

import { useState } from "react";
import { ClassEdge, classOf } from "@/components/nodes/class-badge";
import { cx } from "@/components/ui/cx";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { isCurrent, type TerminalSnapshot } from "./client/terminal-snapshot";
import type { Found, TerminalSearch } from "./emulator/terminal-search";
import { PasteDialog } from "./paste/paste-dialog";
import type { TerminalLook } from "./preferences/preferences";
import type { ScreenHandlers } from "./screen-types";
import { SearchBar } from "./search-bar";
import { TerminalBar } from "./terminal-bar";
import { TerminalMessageLine } from "./terminal-message-line";
import { TerminalOverlay } from "./terminal-overlay";
import { TerminalScreen } from "./terminal-screen";
import { TerminalTitle } from "./terminal-title";

export interface TerminalViewProps {
  node: NodeLabel;
  /** When the window ends, as long as the gateway has not said so. */
  windowEndsAt: Date | null;
  requestHref: string | undefined;
  replayHref: string;
  /** Where to sign in and come back from. */
  signInHref: string;
  /** Whether its tab is in front. */
  isShown: boolean;
  snapshot: TerminalSnapshot;
  screen: { key: number; handlers: ScreenHandlers };
  look: { look: TerminalLook; onChange: (changed: Partial<TerminalLook>) => void };
  /** While something is searched for. */
  search: { search: TerminalSearch; found: Found } | undefined;
  onSearch: (isOpen: boolean) => void;
  /** What was pasted and is asked about. */
  paste: { text: string; waitsForEnter: boolean } | undefined;
  onPaste: (text: string) => void;
  onPasteOver: () => void;
  onEnd: () => void;
  /** Takes the keyboard from the window that has it. */
  onReconnect: () => void;
  /** Opens another shell on the same node, after one that did not open. */
  onRetry: () => void;
}

/** One bar, the screen, one line for messages; at the end, what came of it. */
export function TerminalView(props: TerminalViewProps) {
  const { node, windowEndsAt, requestHref, replayHref, signInHref, snapshot, screen } = props;
  const { look, search, paste, onSearch } = props;
  // What stands on the screen may have changed since: it is dimmed until it is known.
  const isPast = (snapshot.phase === "open" || snapshot.phase === "reconnecting") && !isCurrent(snapshot);
  const [isEnding, setIsEnding] = useState(false);
  const windowEnd = snapshot.windowEndsAt ?? windowEndsAt;
  return (
    <div
      data-shown={props.isShown || undefined}
      className="grid h-full min-h-0 min-w-0 grid-rows-[auto_auto_minmax(0,1fr)_auto]"
    >
      <ClassEdge nodes={[node]} className={isTierZero(node) ? "h-[5px]" : "h-[3px]"} />
      <TerminalBar
        node={node}
        endsAt={windowEnd}
        snapshot={snapshot}
        requestHref={requestHref}
        look={look}
        onSearch={() => onSearch(search === undefined)}
        onEnd={() => setIsEnding(true)}
      />
      <div className="relative min-h-0">
        <div
          data-stale={isPast || undefined}
          className={cx("absolute inset-0", isPast && "opacity-85 grayscale transition-[filter,opacity]")}
        >
          <TerminalScreen
            key={screen.key}
            label={t("terminal.label", { node: node.name })}
            look={look.look}
            handlers={screen.handlers}
          />
        </div>
        {search && <SearchBar {...search} onClose={() => onSearch(false)} />}
        <TerminalOverlay
          snapshot={snapshot}
          replayHref={replayHref}
          requestHref={requestHref}
          signInHref={signInHref}
          onReconnect={props.onReconnect}
          onRetry={props.onRetry}
        />
      </div>
      <TerminalMessageLine snapshot={snapshot} />
      {props.isShown && <TerminalTitle node={node} endsAt={windowEnd} isOver={snapshot.phase === "ended"} />}
      <PasteDialog
        text={paste?.text}
        waitsForEnter={paste?.waitsForEnter ?? false}
        onSend={props.onPaste}
        onClose={props.onPasteOver}
      />
      <ReasonDialog
        isOpen={isEnding}
        title={t("terminal.end.title")}
        consequence={t("terminal.end.line")}
        confirmLabel={t("terminal.end")}
        onConfirm={async () => {
          props.onEnd();
          return { ok: true };
        }}
        onClose={() => setIsEnding(false)}
      />
    </div>
  );
}

function isTierZero({ protection, tags }: NodeLabel): boolean {
  return classOf(protection, tags.Tier) === "zero";
}

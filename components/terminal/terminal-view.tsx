"use client";

import { useState } from "react";
import { ClassEdge, classOf } from "@/components/nodes/class-badge";
import { cx } from "@/components/ui/cx";
import type { Outcome } from "@/components/ui/outcome";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import type { AccessActions } from "./access/access-actions";
import { type AccessDialog, AccessDialogs } from "./access/access-dialogs";
import { isCurrent, type TerminalSnapshot } from "./client/terminal-snapshot";
import type { Found, TerminalSearch } from "./emulator/terminal-search";
import { KeyRow } from "./frame/key-row";
import { SearchBar } from "./frame/search-bar";
import { TerminalBar } from "./frame/terminal-bar";
import { TerminalCard } from "./frame/terminal-card";
import { TerminalFoot } from "./frame/terminal-foot";
import { TerminalTitle } from "./frame/terminal-title";
import { PasteDialog } from "./paste/paste-dialog";
import type { TerminalLook } from "./preferences/preferences";
import type { ScreenHandlers } from "./screen-types";
import { TerminalScreen } from "./terminal-screen";

export interface TerminalViewProps {
  node: NodeLabel;
  /** When the window ends, as long as the gateway has not said so. */
  windowEndsAt: Date | null;
  /** The whole window, in seconds; null: not known. */
  windowSeconds: number | null;
  /** Whether what is typed is kept: whoever types is told. */
  keepsInput: boolean;
  /** Opened without waiting for anybody: said all the time. */
  isBreakGlass: boolean;
  /** What can be done with the access; undefined: nothing from here. */
  access: AccessActions | undefined;
  /** How this shell came about, where that is not as ever. */
  intro: string | undefined;
  requestHref: string | undefined;
  replayHref: string;
  /** Where to sign in and come back from. */
  signInHref: string;
  /** Whether its tab is in front. */
  isShown: boolean;
  snapshot: TerminalSnapshot;
  screen: { key: number; handlers: ScreenHandlers; size: { cols: number; rows: number } | undefined };
  /** The keys above a phone's keyboard. */
  keys: Parameters<typeof KeyRow>[0];
  onCopyAll: () => void;
  /** Tries to reach the gateway now. */
  onRetryNow: () => void;
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
  /** Proves that it is the reader, where the rules ask for it. */
  onProve: (level: "sign-in" | "passkey") => Promise<Outcome>;
  /** Opens another shell on the same node, after one that did not open or was left. */
  onRetry: () => void;
}

/** The class as a line, 44 px of bar, the screen, 36 px of foot; over the screen, how it opens and what came of it. */
export function TerminalView(props: TerminalViewProps) {
  const { node, windowEndsAt, windowSeconds, requestHref, replayHref, signInHref, snapshot, screen } = props;
  const { look, search, paste, onSearch, keepsInput } = props;
  // What stands on the screen may have changed since: it is dimmed until it is known.
  const isPast = (snapshot.phase === "open" || snapshot.phase === "reconnecting") && !isCurrent(snapshot);
  const [isEnding, setIsEnding] = useState(false);
  const [accessDialog, setAccessDialog] = useState<AccessDialog>();
  const { access } = props;
  const canExtend = access !== undefined && access.extension === null && access.refusal === undefined;
  const windowEnd = snapshot.windowEndsAt ?? windowEndsAt;
  const againHref = `/requests/new?node=${encodeURIComponent(node.id)}`;
  return (
    <div
      data-shown={props.isShown || undefined}
      className="grid h-full min-h-0 min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)_auto_auto]"
    >
      <ClassEdge nodes={[node]} className={isTierZero(node) ? "h-[5px]" : "h-[3px]"} />
      <TerminalBar
        node={node}
        endsAt={windowEnd}
        snapshot={snapshot}
        windowSeconds={windowSeconds}
        isBreakGlass={props.isBreakGlass}
        requestHref={requestHref}
        sessionHref={replayHref}
        look={look}
        onSearch={() => onSearch(search === undefined)}
        onCopyAll={props.onCopyAll}
        onEnd={() => setIsEnding(true)}
        onExtend={canExtend ? () => setAccessDialog("extend") : undefined}
        extension={
          access?.refusal ?? (access?.extension && t(`terminal.extension.${access.extension.state}`))
        }
        onHandBack={access && (() => setAccessDialog("hand-back"))}
      />
      <div className="relative min-h-0">
        <div
          data-stale={isPast || undefined}
          className={cx(
            "absolute inset-0 transition-[filter,opacity]",
            (isPast || snapshot.phase === "ended") && "opacity-85 grayscale-90",
          )}
        >
          <TerminalScreen
            key={screen.key}
            label={t("terminal.label", { node: node.name })}
            look={look.look}
            handlers={screen.handlers}
            isStale={isPast}
          />
        </div>
        {search && <SearchBar {...search} onClose={() => onSearch(false)} />}
        <TerminalCard
          snapshot={snapshot}
          nodeName={node.name}
          replayHref={replayHref}
          requestHref={requestHref}
          signInHref={signInHref}
          windowEndsAt={windowEnd}
          againHref={againHref}
          onReconnect={props.onReconnect}
          onProve={props.onProve}
          onRetry={props.onRetry}
        />
      </div>
      <TerminalFoot
        snapshot={snapshot}
        endsAt={windowEnd}
        windowSeconds={windowSeconds}
        keepsInput={keepsInput}
        size={screen.size}
        againHref={againHref}
        intro={props.intro}
        extension={access?.extension?.state}
        onExtend={canExtend ? () => setAccessDialog("extend") : undefined}
        onRetryNow={props.onRetryNow}
      />
      <KeyRow {...props.keys} />
      {props.isShown && <TerminalTitle node={node} endsAt={windowEnd} isOver={snapshot.phase === "ended"} />}
      <PasteDialog
        text={paste?.text}
        waitsForEnter={paste?.waitsForEnter ?? false}
        onSend={props.onPaste}
        onClose={props.onPasteOver}
      />
      {access && (
        <AccessDialogs access={access} asked={accessDialog} onClose={() => setAccessDialog(undefined)} />
      )}
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

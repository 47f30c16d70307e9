"use client";

import { Plus, X } from "lucide-react";
import { type KeyboardEvent, useId } from "react";
import { NodeClass } from "@/components/nodes/node-label";
import type { TerminalPhase } from "@/components/terminal/client/terminal-phases";
import { IconButton } from "@/components/terminal/icon-button";
import { cx } from "@/components/ui/cx";
import type { Tone } from "@/components/ui/tone";
import { errorSentence, t } from "@/messages/translate";
import { choicesBeside, type DeskChoice, type DeskTab, isClosable, tabByKey } from "./desk-tabs";

interface DeskStripProps {
  tabs: readonly DeskTab[];
  shownId: string;
  /** How each terminal that was looked at stands. */
  phases: Readonly<Record<string, TerminalPhase>>;
  choices: readonly DeskChoice[];
  /** Why the last one could not be opened. */
  problem: string | undefined;
  onShow: (sessionId: string) => void;
  onClose: (sessionId: string) => void;
  onChoose: (choice: DeskChoice) => void;
}

const PHASE_TONE = {
  connecting: "blue",
  opening: "blue",
  open: "green",
  resuming: "amber",
  reconnecting: "amber",
  held: "blue",
  "taken-over": "neutral",
  ended: "neutral",
  refused: "red",
  "signed-out": "amber",
} as const satisfies Record<TerminalPhase, Tone>;

const DOT = {
  neutral: "bg-neutral",
  blue: "bg-blue",
  green: "bg-green",
  amber: "bg-amber",
  red: "bg-red",
  violet: "bg-violet",
} as const satisfies Record<Tone, string>;

/** A tab per terminal of the access, and a way to open another; nothing where there is one and can be no other. */
export function DeskStrip(props: DeskStripProps) {
  const { tabs, shownId, phases, choices, problem, onShow, onClose, onChoose } = props;
  const others = choicesBeside(choices, tabs);
  if (tabs.length < 2 && others.length === 0) return <div />;
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const next = tabByKey(tabs, shownId, event.key);
    if (!next) return;
    event.preventDefault();
    onShow(next.sessionId);
    document.getElementById(`tab-${next.sessionId}`)?.focus();
  };
  return (
    <div className="flex min-w-0 items-stretch gap-1 border-line border-b bg-sunken pl-1">
      <div
        role="tablist"
        aria-label={t("terminal.tabs")}
        onKeyDown={move}
        className="flex min-w-0 overflow-x-auto"
      >
        {tabs.map(({ sessionId, node }) => (
          <DeskTabButton
            key={sessionId}
            sessionId={sessionId}
            name={node.name}
            isShown={sessionId === shownId}
            phase={phases[sessionId]}
            onShow={() => onShow(sessionId)}
          />
        ))}
      </div>
      {tabs.length > 1 && isClosable(phases[shownId]) && (
        <IconButton
          className="self-center"
          label={t("terminal.tabs.close", { node: nameOf(tabs, shownId) })}
          onClick={() => onClose(shownId)}
        >
          <X aria-hidden className="size-4" />
        </IconButton>
      )}
      {others.length > 0 && <Others choices={others} onChoose={onChoose} />}
      <span role="status" className="ml-auto min-w-0 self-center truncate px-2 text-red text-sm">
        {problem}
      </span>
    </div>
  );
}

function nameOf(tabs: readonly DeskTab[], id: string): string {
  return tabs.find(({ sessionId }) => sessionId === id)?.node.name ?? "";
}

function DeskTabButton(props: {
  sessionId: string;
  name: string;
  isShown: boolean;
  phase: TerminalPhase | undefined;
  onShow: () => void;
}) {
  const { sessionId, name, isShown, phase, onShow } = props;
  return (
    <button
      type="button"
      role="tab"
      id={`tab-${sessionId}`}
      aria-selected={isShown}
      aria-controls={phase === undefined ? undefined : `desk-${sessionId}`}
      tabIndex={isShown ? 0 : -1}
      onClick={onShow}
      className={cx(
        "flex min-h-9 shrink-0 cursor-pointer items-center gap-2 border-b-2 px-3 text-sm max-sm:min-h-10",
        isShown ? "border-accent bg-surface text-ink" : "border-transparent text-soft hover:text-ink",
      )}
    >
      <span
        aria-hidden
        className={cx(
          "size-2 rounded-full",
          phase === undefined ? "border border-neutral" : DOT[PHASE_TONE[phase]],
        )}
      />
      <bdi className="max-w-48 truncate">{name}</bdi>
      <span className="sr-only">{t(`terminal.phase.${phase ?? "waiting"}`)}</span>
    </button>
  );
}

function Others({ choices, onChoose }: Pick<DeskStripProps, "choices" | "onChoose">) {
  const id = useId();
  return (
    <>
      <IconButton className="self-center" label={t("terminal.tabs.open")} popoverTarget={id}>
        <Plus aria-hidden className="size-4" />
      </IconButton>
      <div
        id={id}
        popover="auto"
        className="fixed inset-auto top-10 left-2 m-0 max-h-[70dvh] w-80 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-md border border-line-strong bg-raised p-1 text-ink shadow-float"
      >
        <ul aria-label={t("terminal.tabs.open")}>
          {choices.map((choice) => (
            <li key={choice.node.id}>
              <button
                type="button"
                aria-disabled={choice.refusal !== undefined || undefined}
                onClick={() => {
                  if (choice.refusal) return;
                  document.getElementById(id)?.hidePopover();
                  onChoose(choice);
                }}
                className="grid min-h-10 w-full cursor-pointer gap-0.5 rounded-md px-2 py-1.5 text-left hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:text-faint"
              >
                <span className="flex items-center gap-2">
                  <bdi className="truncate font-medium">{choice.node.name}</bdi>
                  <NodeClass node={choice.node} />
                  {choice.sessionId !== null && (
                    <span className="ml-auto text-green text-sm">{t("terminal.tabs.goOn")}</span>
                  )}
                </span>
                <span className="text-soft text-xs">
                  {choice.refusal ? (
                    errorSentence(choice.refusal.code, choice.refusal.params)
                  ) : (
                    <bdi>
                      {choice.node.accountName} · {choice.node.region} ·{" "}
                      <span className="font-mono">{choice.node.id}</span>
                    </bdi>
                  )}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { Dialog } from "@/components/ui/overlay/dialog";
import type { OpenShell } from "@/lib/overview/views";
import { t } from "@/messages/translate";
import type { NavItem } from "../navigation";
import { CommandList } from "./command-list";
import { type Command, type CommandEffect, keepChosen, matchCommands, stepFrom } from "./commands";
import { foundCommands, listCommands, portalCommands } from "./portal-commands";
import { type Search, useSearch } from "./use-search";

interface CommandMenuProps {
  isOpen: boolean;
  /** What was typed before the menu was there. */
  typed: string;
  onClose: () => void;
  items: readonly NavItem[];
  shells: readonly OpenShell[];
  canAsk: boolean;
  onSearch: Search;
  onEffect: (effect: CommandEffect) => void;
}

/** Goes anywhere, does what is often done, and finds nodes, requests and sessions by a few letters. */
export function CommandMenu({ isOpen, onClose, ...menu }: CommandMenuProps) {
  return (
    <Dialog isOpen={isOpen} title={t("frame.commands")} onClose={onClose}>
      <Menu {...menu} onClose={onClose} />
    </Dialog>
  );
}

function Menu(props: Omit<CommandMenuProps, "isOpen">) {
  const { typed, items, shells, canAsk, onSearch, onEffect, onClose } = props;
  const listId = useId();
  const [text, setText] = useState(typed);
  const [moved, setMoved] = useState<string>();
  const wanted = text.trim();
  const answer = useSearch(text, onSearch);
  const commands: Command[] = [
    ...matchCommands(portalCommands({ items, shells, canAsk }), text),
    ...(answer?.ok ? foundCommands(answer.value) : []),
    ...(wanted === "" ? [] : listCommands(items, wanted)),
  ];
  const chosen = keepChosen(commands, moved);

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    onEffect(command.effect);
  };
  const press = (event: KeyboardEvent) => {
    // While a syllable is composed, Enter and the arrows belong to the input method.
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : undefined;
    if (step !== undefined) setMoved(stepFrom(commands, chosen, step));
    else if (event.key === "Enter") run(commands.find(({ id }) => id === chosen));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        data-first-field="always"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={chosen === undefined ? undefined : `${listId}-${chosen}`}
        aria-autocomplete="list"
        aria-label={t("frame.search")}
        placeholder={t("frame.search")}
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setMoved(undefined);
        }}
        onKeyDown={press}
        className="min-h-11 w-full rounded-md border border-line-strong bg-surface px-3 text-lg placeholder:text-faint sm:text-base"
      />
      <CommandList
        id={listId}
        commands={commands}
        chosen={chosen}
        onPoint={({ id }) => setMoved(id)}
        onChoose={run}
      />
      <p role="status" className="mt-1 min-h-5 text-faint text-sm">
        {statusOf(wanted, answer, commands.length)}
      </p>
    </>
  );
}

function statusOf(text: string, answer: ReturnType<typeof useSearch>, count: number): string {
  if (answer && !answer.ok) return answer.sentence;
  if (text.length >= 2 && answer === undefined) return t("command.searching");
  return text === "" ? t("command.hint") : t("command.count", { count });
}

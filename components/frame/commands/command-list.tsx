"use client";

import { useEffect } from "react";
import { cx } from "@/components/ui/cx";
import { KeyHint } from "@/components/ui/key-hint";
import { t } from "@/messages/translate";
import { COMMAND_GROUPS, type Command } from "./commands";

interface CommandListProps {
  /** The list's id; an entry's is `<id>-<command's id>`. */
  id: string;
  commands: readonly Command[];
  chosen: string | undefined;
  onPoint: (command: Command) => void;
  onChoose: (command: Command) => void;
}

/** The commands under their headings. The focus stays in the field above; what is chosen is told by its id. */
export function CommandList({ id, commands, chosen, onPoint, onChoose }: CommandListProps) {
  // What is chosen by keys is scrolled into sight.
  useEffect(() => {
    if (chosen === undefined) return;
    const entry = document.getElementById(`${id}-${chosen}`);
    entry?.scrollIntoView({ block: "nearest" });
  }, [id, chosen]);

  return (
    <div
      role="listbox"
      id={id}
      aria-label={t("frame.commands")}
      className="-mx-2 mt-2 max-h-[min(24rem,55dvh)] overflow-y-auto px-2"
    >
      {COMMAND_GROUPS.map((group) => {
        const members = commands.filter((command) => command.group === group);
        if (members.length === 0) return null;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a listbox holds groups, not fieldsets
          <div key={group} role="group" aria-labelledby={`${id}-group-${group}`} className="mb-1">
            <p id={`${id}-group-${group}`} className="px-2 pt-2 pb-1 text-faint text-xs">
              {t(`command.group.${group}`)}
            </p>
            {members.map((command) => (
              <Entry
                key={command.id}
                id={`${id}-${command.id}`}
                command={command}
                isChosen={command.id === chosen}
                onPoint={onPoint}
                onChoose={onChoose}
              />
            ))}
          </div>
        );
      })}
    </div>
  );
}

interface EntryProps extends Pick<CommandListProps, "onPoint" | "onChoose"> {
  id: string;
  command: Command;
  isChosen: boolean;
}

function Entry({ id, command, isChosen, onPoint, onChoose }: EntryProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
    <div
      role="option"
      id={id}
      aria-selected={isChosen}
      onMouseMove={() => !isChosen && onPoint(command)}
      onClick={() => onChoose(command)}
      className={cx(
        "flex min-h-10 cursor-pointer items-center justify-between gap-3 rounded-md px-2 py-1",
        isChosen && "bg-selected",
      )}
    >
      <span className="min-w-0">
        <bdi className="block truncate">{command.label}</bdi>
        {command.detail !== undefined && (
          <bdi className="block truncate text-faint text-xs">{command.detail}</bdi>
        )}
      </span>
      {command.keys !== undefined && <KeyHint keys={command.keys} />}
    </div>
  );
}

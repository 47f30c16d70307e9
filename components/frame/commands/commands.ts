import type { Language } from "@/messages/language";
import type { Theme } from "../theme";

/** What a command sets off. */
export type CommandEffect =
  | { kind: "go"; href: string }
  | { kind: "theme"; theme: Theme }
  | { kind: "language"; language: Language | null }
  | { kind: "keys" }
  | { kind: "sign-out" };

export const COMMAND_GROUPS = ["go", "do", "nodes", "requests", "sessions", "lists"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface Command {
  /** Unique in the menu. */
  id: string;
  group: CommandGroup;
  /** Hostile where it names something: drawn as text only. */
  label: string;
  /** What tells two of one name apart. */
  detail?: string;
  /** The keys that do the same without the menu. */
  keys?: string;
  /** Further words it is found by, lower case: English ones, whatever language the labels have. */
  also?: string;
  effect: CommandEffect;
}

/** The commands that a few letters ask for: each of the words is in the label or among its further words. */
export function matchCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const said = `${command.label.toLowerCase()} ${command.also ?? ""}`;
    return words.every((word) => said.includes(word));
  });
}

/**
 * Which command is chosen when the list has changed under the reader.
 * @param chosen the one they moved to, or undefined while they have not moved
 * @returns the same one while it is there, else the first
 */
export function keepChosen(commands: readonly Command[], chosen: string | undefined): string | undefined {
  return commands.some(({ id }) => id === chosen) ? chosen : commands[0]?.id;
}

/** The command a step further, round the ends. */
export function stepFrom(
  commands: readonly Command[],
  chosen: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = commands.findIndex(({ id }) => id === chosen);
  const next = at < 0 ? (step === 1 ? 0 : -1) : at + step;
  return commands.at(next % Math.max(1, commands.length))?.id;
}

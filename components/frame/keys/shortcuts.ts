import { NAVIGATION, type NavItem } from "../navigation";

/** What a key means on a page; "go" carries an address. */
export type Shortcut =
  | { kind: "commands" }
  | { kind: "help" }
  | { kind: "filter" }
  | { kind: "row"; step: 1 | -1 }
  | { kind: "dialog"; which: "approve" | "deny" }
  | { kind: "await-letter" }
  | { kind: "go"; href: string };

export interface KeyPress {
  key: string;
  hasCommand: boolean;
  hasAlt: boolean;
  /** Whether the focus is where letters are typed: a field, a dialog, the terminal. */
  isTyping: boolean;
}

/**
 * What a key press means.
 * @param isAfterG whether g was pressed just before
 * @param items the parts of the portal that g leads to
 * @returns undefined when it means nothing here
 */
export function readShortcut(
  press: KeyPress,
  isAfterG: boolean,
  items: readonly NavItem[] = NAVIGATION,
): Shortcut | undefined {
  const key = press.key.toLowerCase();
  if (press.hasCommand && key === "k" && !press.isTyping) return { kind: "commands" };
  if (press.isTyping || press.hasCommand || press.hasAlt) return undefined;
  if (isAfterG) {
    const item = items.find((one) => one.key === key);
    return item && { kind: "go", href: item.href };
  }
  switch (press.key) {
    case "g":
      return { kind: "await-letter" };
    case "/":
      return { kind: "filter" };
    case "?":
      return { kind: "help" };
    case "j":
      return { kind: "row", step: 1 };
    case "k":
      return { kind: "row", step: -1 };
    case "a":
      return { kind: "dialog", which: "approve" };
    case "d":
      return { kind: "dialog", which: "deny" };
    default:
      return undefined;
  }
}

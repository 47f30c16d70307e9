import {
  ClipboardCheck,
  FileKey,
  House,
  Inbox,
  type LucideIcon,
  ScrollText,
  Server,
  Settings,
  SquareTerminal,
  Users,
} from "lucide-react";
import type { MessageCode } from "@/messages/codes";
import { sentenceFor } from "@/messages/translate";

export const NAV_IDS = [
  "home",
  "inbox",
  "nodes",
  "requests",
  "sessions",
  "reviews",
  "audit",
  "people",
  "settings",
] as const;
export type NavId = (typeof NAV_IDS)[number];

export interface NavItem {
  id: NavId;
  href: string;
  label: string;
  icon: LucideIcon;
  /** Pressed after g. */
  key: string;
}

/** The parts of the portal, in the order of the rail. */
export const NAVIGATION: readonly NavItem[] = [
  item("home", "/", "nav.home", House, "h"),
  item("inbox", "/inbox", "nav.inbox", Inbox, "i"),
  item("nodes", "/nodes", "nav.nodes", Server, "n"),
  item("requests", "/requests", "nav.requests", FileKey, "r"),
  item("sessions", "/sessions", "nav.sessions", SquareTerminal, "s"),
  item("reviews", "/reviews", "nav.reviews", ClipboardCheck, "v"),
  item("audit", "/audit", "nav.audit", ScrollText, "a"),
  item("people", "/people", "nav.people", Users, "p"),
  item("settings", "/settings", "nav.settings", Settings, "t"),
];

/** The parts that somebody may enter, in the order of the rail. */
export function navigationFor(allowed: readonly NavId[]): readonly NavItem[] {
  return NAVIGATION.filter(({ id }) => allowed.includes(id));
}

/** The part of the portal that a path belongs to. */
export function navItemOf(path: string): NavItem | undefined {
  return NAVIGATION.findLast(
    (item) => path === item.href || (item.href !== "/" && path.startsWith(`${item.href}/`)),
  );
}

const MOST_ON_A_PHONE = 5;

/** What stands in a phone's bar, and what behind "More". */
export function splitForPhone<T>(items: readonly T[]): { bar: readonly T[]; more: readonly T[] } {
  if (items.length <= MOST_ON_A_PHONE) return { bar: items, more: [] };
  return { bar: items.slice(0, MOST_ON_A_PHONE - 1), more: items.slice(MOST_ON_A_PHONE - 1) };
}

/** Its label is looked up when it is shown: while this file is loaded nobody is reading yet, in no language. */
function item(id: NavId, href: string, label: MessageCode, icon: LucideIcon, key: string): NavItem {
  return {
    id,
    href,
    icon,
    key,
    get label() {
      return sentenceFor(label, {});
    },
  };
}

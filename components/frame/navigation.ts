import {
  ClipboardCheck,
  FileKey,
  House,
  type LucideIcon,
  ScrollText,
  Server,
  SquareTerminal,
} from "lucide-react";
import { type MessageCode, sentenceFor } from "@/messages/translate";

export type NavId = "home" | "nodes" | "requests" | "sessions" | "reviews" | "audit";

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
  item("nodes", "/nodes", "nav.nodes", Server, "n"),
  item("requests", "/requests", "nav.requests", FileKey, "r"),
  item("sessions", "/sessions", "nav.sessions", SquareTerminal, "s"),
  item("reviews", "/reviews", "nav.reviews", ClipboardCheck, "v"),
  item("audit", "/audit", "nav.audit", ScrollText, "a"),
];

/** The part of the portal that a path belongs to. */
export function navItemOf(path: string): NavItem | undefined {
  return NAVIGATION.findLast(
    (item) => path === item.href || (item.href !== "/" && path.startsWith(`${item.href}/`)),
  );
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

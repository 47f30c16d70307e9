import {
  ClipboardCheck,
  FileKey,
  House,
  type LucideIcon,
  ScrollText,
  Server,
  SquareTerminal,
} from "lucide-react";
import { t } from "@/messages/translate";

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
  { id: "home", href: "/", label: t("nav.home"), icon: House, key: "h" },
  { id: "nodes", href: "/nodes", label: t("nav.nodes"), icon: Server, key: "n" },
  { id: "requests", href: "/requests", label: t("nav.requests"), icon: FileKey, key: "r" },
  { id: "sessions", href: "/sessions", label: t("nav.sessions"), icon: SquareTerminal, key: "s" },
  { id: "reviews", href: "/reviews", label: t("nav.reviews"), icon: ClipboardCheck, key: "v" },
  { id: "audit", href: "/audit", label: t("nav.audit"), icon: ScrollText, key: "a" },
];

/** The part of the portal that a path belongs to. */
export function navItemOf(path: string): NavItem | undefined {
  return NAVIGATION.findLast(
    (item) => path === item.href || (item.href !== "/" && path.startsWith(`${item.href}/`)),
  );
}

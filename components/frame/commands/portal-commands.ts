import { REQUEST_LOOK } from "@/components/badges/request";
import { SESSION_LOOK } from "@/components/badges/session";
import type { Found } from "@/lib/overview/search/views";
import type { OpenShell } from "@/lib/overview/views";
import { LANGUAGES } from "@/messages/language";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import type { NavItem } from "../navigation";
import { THEMES } from "../theme";
import type { Command } from "./commands";

interface Offer {
  items: readonly NavItem[];
  shells: readonly OpenShell[];
  canAsk: boolean;
}

/** Where somebody can go and what they can do, whatever they type. */
export function portalCommands({ items, shells, canAsk }: Offer): Command[] {
  return [
    ...items.map(
      (item): Command => ({
        id: `go-${item.id}`,
        group: "go",
        label: item.label,
        keys: `g ${item.key}`,
        also: item.id,
        effect: { kind: "go", href: item.href },
      }),
    ),
    ...(canAsk
      ? [act("ask", t("command.ask"), { kind: "go", href: "/requests/new" }, "ask for a shell request")]
      : []),
    ...shells.map(({ id, node }) =>
      act(
        `terminal-${id}`,
        t("command.terminal", { node: node.name }),
        { kind: "go", href: `/sessions/${id}/terminal` },
        "terminal shell",
      ),
    ),
    ...THEMES.map((theme) =>
      act(
        `theme-${theme}`,
        t("command.theme", { theme: t(`theme.${theme}`) }),
        { kind: "theme", theme },
        `theme ${theme}`,
      ),
    ),
    ...LANGUAGES.map((language) =>
      act(
        `language-${language}`,
        t("command.language", { language: t(`language.${language}`) }),
        { kind: "language", language },
        `language ${language} english 中文 chinese`,
      ),
    ),
    act(
      "language-browser",
      t("command.language", { language: t("language.browser") }),
      { kind: "language", language: null },
      "language browser",
    ),
    { ...act("keys", t("keys.help"), { kind: "keys" }, "keys help"), keys: "?" },
    act("sign-out", t("frame.signOut"), { kind: "sign-out" }, "sign out log out"),
  ];
}

/** What a search found, each leading to its page. */
export function foundCommands(found: Found): Command[] {
  return [
    ...found.nodes.map(
      ({ id, name, accountName, region }): Command => ({
        id: `node-${id}`,
        group: "nodes",
        label: name,
        detail: `${accountName} · ${region} · ${id}`,
        effect: { kind: "go", href: `/nodes/${encodeURIComponent(id)}` },
      }),
    ),
    ...found.requests.map(
      ({ id, requesterName, nodeNames, state }): Command => ({
        id: `request-${id}`,
        group: "requests",
        label: `${requesterName} → ${formatList(nodeNames)}`,
        detail: `${REQUEST_LOOK[state].word} · ${id}`,
        effect: { kind: "go", href: `/requests/${id}` },
      }),
    ),
    ...found.sessions.map(
      ({ id, personName, nodeName, state }): Command => ({
        id: `session-${id}`,
        group: "sessions",
        label: `${personName ?? t("session.imported.person")} → ${nodeName}`,
        detail: `${SESSION_LOOK[state].word} · ${id}`,
        effect: { kind: "go", href: `/sessions/${id}` },
      }),
    ),
  ];
}

/** The lists, searched for the same text. */
export function listCommands(items: readonly NavItem[], text: string): Command[] {
  const searchable = ["nodes", "requests", "sessions"];
  const listed = items.filter(({ id }) => searchable.includes(id));
  const lists = listed.map((item) => listCommand(item.id, `${item.href}?q=`, item.label, text));
  const hasRecordings = listed.some(({ id }) => id === "sessions");
  return hasRecordings
    ? [...lists, listCommand("recordings", "/sessions/search?q=", t("command.recordings"), text)]
    : lists;
}

function listCommand(id: string, address: string, part: string, text: string): Command {
  return {
    id: `list-${id}`,
    group: "lists",
    label: t("command.list", { part, text }),
    effect: { kind: "go", href: `${address}${encodeURIComponent(text)}` },
  };
}

function act(id: string, label: string, effect: Command["effect"], also: string): Command {
  return { id, group: "do", label, effect, also };
}

import type {
  FilterChoice,
  FilterField,
  ListAddress,
  SuggestKind,
} from "@/components/ui/filter/filter-fields";
import { hrefOf } from "@/components/ui/filter/filter-fields";
import type { Column, SortHeads } from "@/components/ui/table";
import { columnOf, firstSort, turned, type Way, wayOf } from "@/lib/kernel/sort-rules";
import { PROTECTIONS } from "@/lib/nodes/views";
import { currentLanguage } from "@/messages/language";
import { t } from "@/messages/translate";

/** A query of an address, read by name. */
type Query = (name: string) => string | undefined;

/** What accounts and regions there are to choose from. */
interface Places {
  accounts: readonly { id: string; name: string }[];
  regions: readonly string[];
}

/** One of a few; `fallback` says what it is without a choice. */
export function choiceField(
  query: Query,
  field: {
    name: string;
    label: string;
    options: readonly FilterChoice[];
    fallback?: string;
    isSecondary?: boolean;
  },
): FilterField {
  return { ...field, kind: "choice", value: query(field.name) ?? "" };
}

/** Behind "More": a part of a text. */
export function textField(query: Query, name: string, label: string): FilterField {
  return { name, label, kind: "text", value: query(name) ?? "", isSecondary: true };
}

/** On or off; `on` is what the address says then. */
export function toggleField(
  query: Query,
  field: { name: string; label: string; on?: string; count?: number },
): FilterField {
  return { ...field, kind: "toggle", value: query(field.name) ?? "" };
}

/** A person or a node, looked for by name. @param text the name behind an id in the address */
export function suggestField(
  query: Query,
  field: {
    name: string;
    label: string;
    of: SuggestKind;
    text: string | undefined;
    isExact?: boolean;
    isSecondary?: boolean;
  },
): FilterField {
  return { ...field, kind: "suggest", value: query(field.name) ?? "" };
}

const DAY_MS = 86_400_000;

/** From one day to another, both of them included. @param now when the page is asked for */
export function dayFields(query: Query, labels: { from: string; until: string }, now: Date): FilterField[] {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  const presets = [
    { value: daysAgo(0), label: t("lists.since.today") },
    { value: daysAgo(6), label: t("lists.since.week") },
    { value: daysAgo(29), label: t("lists.since.month") },
  ];
  return (["from", "until"] as const).map((name) => {
    const value = query(name) ?? "";
    return {
      ...{ kind: "day", name, label: labels[name], value, text: dayText(value) },
      ...{ presets: name === "from" ? presets : [], isSecondary: name === "until" },
    };
  });
}

/** "Mon 23 Nov"; what is no day, as it is. */
function dayText(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return day;
  const locale = currentLanguage() === "en" ? "en-GB" : currentLanguage();
  const format = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return at.toLocaleDateString(locale, format).replace(",", "");
}

/** Node, class, account, region. @param node the name behind the id in the address */
export function nodeFields(query: Query, places: Places, node: string | undefined): FilterField[] {
  return [
    suggestField(query, { name: "node", label: t("lists.field.node"), of: "node", text: node }),
    classField(query),
    ...placeFields(query, places).map((field) => ({ ...field, isSecondary: true })),
  ];
}

export function classField(query: Query): FilterField {
  return choiceField(query, {
    ...{ name: "protection", label: t("lists.field.protection") },
    options: PROTECTIONS.map((one) => ({ value: one, label: t(`node.protection.${one}`) })),
  });
}

export function placeFields(query: Query, { accounts, regions }: Places): FilterField[] {
  return [
    choiceField(query, {
      ...{ name: "account", label: t("lists.field.account") },
      options: accounts.map(({ id, name }) => ({ value: id, label: name })),
    }),
    choiceField(query, {
      ...{ name: "region", label: t("lists.field.region") },
      options: regions.map((region) => ({ value: region, label: region })),
    }),
  ];
}

/**
 * What each head leads to: the list ordered by its column, or, where it is, turned around.
 * @param now the list's order
 * @param usual its order without a word in the address
 */
export function sortHeads<K extends string>(
  list: { path: string; address: ListAddress; columns: Readonly<Record<K, Way>> },
  now: K | `-${K}`,
  usual: K | `-${K}`,
): SortHeads<K> {
  const { path, address, columns } = list;
  const heads = Object.keys(columns).map((name) => {
    // A key of the columns is a column.
    const column = name as K;
    const isNow = columnOf(now) === column;
    const next = isNow ? turned(now) : firstSort(columns, column);
    const href = hrefOf(path, address, { sort: next === usual ? "" : next });
    return [column, { href, now: isNow ? wayOf(now) : "none" }];
  });
  return Object.fromEntries(heads);
}

/**
 * The head of the one column that a list is ordered by: pressing it turns the list around.
 * @param starts how the list runs by itself
 */
export function turning(
  path: string,
  address: ListAddress,
  starts: "ascending" | "descending",
): NonNullable<Column["sort"]> {
  const isReversed = address.order === REVERSED;
  const other = starts === "ascending" ? "descending" : "ascending";
  return {
    href: hrefOf(path, address, { order: isReversed ? "" : REVERSED }),
    now: isReversed ? other : starts,
  };
}

const REVERSED = "reversed";

/** Which page of a list an address asks for, and from which of its ends. */
export function pageAsked(query: Query): { cursor?: string; isReversed?: boolean } {
  const cursor = query("cursor");
  return {
    ...(cursor === undefined ? {} : { cursor }),
    ...(query("order") === REVERSED ? { isReversed: true } : {}),
  };
}

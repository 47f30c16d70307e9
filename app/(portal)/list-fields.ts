import type { FilterField } from "@/components/ui/filter/filter-fields";
import { PROTECTIONS } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

/** A query of an address, read by name. */
type Query = (name: string) => string | undefined;

/** What accounts and regions there are to choose from. */
interface Places {
  accounts: readonly { id: string; name: string }[];
  regions: readonly string[];
}

interface Choice {
  value: string;
  label: string;
}

/** One of a few; anything unless `fallback` says what it is without a choice. */
export function selectField(
  query: Query,
  field: {
    name: string;
    label: string;
    options: readonly Choice[];
    fallback?: string;
    isSecondary?: boolean;
  },
): FilterField {
  const any = field.fallback === undefined ? [{ value: "", label: t("node.filter.any") }] : [];
  return {
    ...field,
    kind: "select",
    value: query(field.name) ?? "",
    options: [...any, ...field.options],
  };
}

export function textField(query: Query, name: string, label: string, isSecondary = false): FilterField {
  return { name, label, kind: "text", value: query(name) ?? "", isSecondary };
}

export function tickField(query: Query, name: string, label: string): FilterField {
  return { name, label, kind: "tick", value: query(name) ?? "", isSecondary: true };
}

/** From one day to another, both of them included. */
export function dayFields(query: Query, labels: { from: string; until: string }): FilterField[] {
  return (["from", "until"] as const).map((name) => ({
    ...{ name, label: labels[name], kind: "day" as const, value: query(name) ?? "", isSecondary: true },
  }));
}

/** Node, account, region, class. */
export function nodeFields(query: Query, { accounts, regions }: Places): FilterField[] {
  return [
    textField(query, "node", t("lists.field.node")),
    selectField(query, {
      ...{ name: "account", label: t("lists.field.account"), isSecondary: true },
      options: accounts.map(({ id, name }) => ({ value: id, label: name })),
    }),
    selectField(query, {
      ...{ name: "region", label: t("lists.field.region"), isSecondary: true },
      options: regions.map((region) => ({ value: region, label: region })),
    }),
    selectField(query, {
      ...{ name: "protection", label: t("lists.field.protection"), isSecondary: true },
      options: PROTECTIONS.map((one) => ({ value: one, label: t(`node.protection.${one}`) })),
    }),
  ];
}

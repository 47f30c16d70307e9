/** Something to choose: what the address says, and how it reads. */
export interface FilterChoice {
  value: string;
  label: string;
}

interface FilterBase {
  /** In the address. */
  name: string;
  label: string;
  /** What the address says; "" when it says nothing. */
  value: string;
  /** Behind "More" until it is set. */
  isSecondary?: boolean;
}

/** One filter of a list: a chip that opens its choices, or is on or off. */
export type FilterField =
  | (FilterBase & {
      kind: "toggle";
      /** What the address says when it is on; "1" unless given. */
      on?: string;
      /** How many rows it would leave, where that is worth knowing before it is pressed. */
      count?: number;
    })
  | (FilterBase & {
      kind: "choice";
      options: readonly FilterChoice[];
      /** What it is without a word in the address; "" where that means anything. */
      fallback?: string;
    })
  | (FilterBase & {
      kind: "suggest";
      of: SuggestKind;
      /** The name behind an id in the address. */
      text?: string | undefined;
      /** Whether only what was suggested can be looked for, not a part of a name. */
      isExact?: boolean;
    })
  | (FilterBase & {
      kind: "day";
      presets: readonly FilterChoice[];
      /** The day as it reads. */
      text: string;
    })
  | (FilterBase & { kind: "text" });

/** What is looked for while somebody types. */
export type SuggestKind = "person" | "node";

/** The query of a list's address, each name once. Where in the list one is belongs to no filter. */
export type ListAddress = Readonly<Record<string, string>>;

/** The list's address with some names set or, empty, taken out; at its first page. */
export function hrefOf(path: string, address: ListAddress, changes: Record<string, string>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...address, ...changes }))
    if (value !== "" && name !== "cursor") query.set(name, value);
  return query.size === 0 ? path : `${path}?${query}`;
}

/** What a form for one name has to carry along so that the rest of the address stays. */
export function othersOf(address: ListAddress, name: string): [string, string][] {
  return Object.entries(address).filter(
    ([other, value]) => other !== name && other !== "cursor" && value !== "",
  );
}

/** Whether a filter narrows the list to something else than what it shows by itself. */
export function isSet(field: FilterField): boolean {
  const fallback = field.kind === "choice" ? (field.fallback ?? "") : "";
  return field.value !== "" && field.value !== fallback;
}

/** How a filter's value reads. */
export function wordOf(field: FilterField): string {
  if (field.kind === "choice")
    return field.options.find(({ value }) => value === field.value)?.label ?? field.value;
  if (field.kind === "day")
    return field.presets.find(({ value }) => value === field.value)?.label ?? field.text;
  if (field.kind === "suggest") return field.text ?? field.value;
  return field.value;
}

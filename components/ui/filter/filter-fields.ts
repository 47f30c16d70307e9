/** One filter of a list: a field of its form, and a chip when it is set. */
export interface FilterField {
  /** In the address. */
  name: string;
  label: string;
  /** What the address says; "" when it says nothing. */
  value: string;
  /** What it is without a word in the address; "" where that means anything. */
  fallback?: string;
  kind: "select" | "text" | "day" | "tick";
  options?: readonly { value: string; label: string }[];
  /** Behind "Filters" on wide screens too. */
  isSecondary?: boolean;
}

/** What is filtered by now, in words, and the address without it. */
export interface FilterChip {
  name: string;
  text: string;
  href: string;
}

/** The filters that are set, each with the address of the same list without it. */
export function chipsOf(action: string, fields: readonly FilterField[]): FilterChip[] {
  const set = fields.filter(isSet);
  return set.map((field) => {
    const query = new URLSearchParams(
      set.filter((other) => other !== field).map(({ name, value }) => [name, value]),
    );
    const text = field.kind === "tick" ? field.label : `${field.label}: ${wordOf(field)}`;
    return { name: field.name, text, href: query.size === 0 ? action : `${action}?${query}` };
  });
}

export function isSet({ value, fallback = "" }: FilterField): boolean {
  return value !== "" && value !== fallback;
}

function wordOf({ value, options = [] }: FilterField): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

/** What Next gives a page of its query: each name once, several times or never. Hostile until parsed. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** A query read by name: the first value, trimmed; empty counts as not given. */
export async function readQuery(searchParams: SearchParams): Promise<(name: string) => string | undefined> {
  const given = await searchParams;
  return (name) => {
    const value = given[name];
    const text = (Array.isArray(value) ? value[0] : value)?.trim();
    return text === "" ? undefined : text?.slice(0, 500);
  };
}

/** The value when it is one of a closed list. */
export function oneOf<T extends string>(values: readonly T[], value: string | undefined): T | undefined {
  return values.find((candidate) => candidate === value);
}

/** Leaves out what was not given: filters are optional, never undefined. */
export function given<T extends object>(filters: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as T;
}

/** The query of a list's address: each name once, trimmed, as far as it says something. */
export async function readAddress(searchParams: SearchParams): Promise<Record<string, string>> {
  const query = await readQuery(searchParams);
  const names = Object.keys(await searchParams).slice(0, 40);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = query(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** All values of a name, for what may be given several times. */
export async function readAll(searchParams: SearchParams): Promise<(name: string) => string[]> {
  const given = await searchParams;
  return (name) =>
    [given[name] ?? []]
      .flat()
      .slice(0, 100)
      .map((value) => value.trim().slice(0, 500));
}

import { ROUTES } from "@/lib/http/routes";
import type { PersonName } from "../world/people";

/** A page with somebody who looks at it. */
export interface Visit {
  /** As the registry of routes names it. */
  path: string;
  address: string;
  /** Nobody: the page of whoever has not signed in. */
  who?: PersonName;
}

/** Who sees the most of a page. */
const SEEN_BY: Readonly<Record<string, PersonName>> = {
  "/": "ben",
  "/inbox": "ben",
  "/nodes": "ana",
  "/nodes/[id]": "ana",
  "/requests/new": "ana",
  "/requests/[id]": "ben",
  "/sessions/[id]/terminal": "ana",
  "/people": "dov",
  "/people/[id]": "dov",
  "/settings": "dov",
};

/**
 * Every page of the registry.
 * @param examples an address for each page with a parameter
 * @throws Error when one has none: a page that nobody walks to is not measured
 */
export function visitsOf(examples: Readonly<Record<string, string>>): Visit[] {
  return ROUTES.filter(({ kind }) => kind === "page").map(({ path, who }) => {
    const address = examples[path] ?? path;
    if (address.includes("[")) throw new Error(`no example of ${path}: e2e/walk/crowd.ts makes none`);
    return { path, address, ...(who === "anyone" ? {} : { who: SEEN_BY[path] ?? "cleo" }) };
  });
}

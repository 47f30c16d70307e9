import { ROUTES } from "./routes";

/** The listed page that serves a path, the one without parameters first; undefined when none does. */
export function pageRouteOf(path: string): (typeof ROUTES)[number] | undefined {
  const parts = path.split(/[?#]/)[0]?.split("/") ?? [];
  return ROUTES.filter(({ kind, path: pattern }) => kind === "page" && fits(pattern.split("/"), parts)).sort(
    (one, other) => Number(one.path.includes("[")) - Number(other.path.includes("[")),
  )[0];
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return (
    pattern.length === parts.length &&
    pattern.every((part, at) => (part.startsWith("[") ? parts[at] !== "" : part === parts[at]))
  );
}

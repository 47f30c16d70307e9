import { ROUTES } from "./routes";

type Route = (typeof ROUTES)[number];

/** The listed page that serves a path, the one without parameters first; undefined when none does. */
export function pageRouteOf(path: string): Route | undefined {
  return listedRoute(path, ({ kind }) => kind === "page");
}

/** The pattern that a path belongs to, such as /nodes/[id], for the log; undefined for addresses that are none. */
export function routePattern(path: string): string | undefined {
  if (path.startsWith("/_next/")) return "/_next/*";
  if (/^\/(livez|readyz|icon(-unseen)?\.svg|favicon\.ico)$/.test(path)) return path;
  return listedRoute(path, () => true)?.path;
}

function listedRoute(path: string, isWanted: (route: Route) => boolean): Route | undefined {
  const parts = path.split(/[?#]/)[0]?.split("/") ?? [];
  return ROUTES.filter((route) => isWanted(route) && fits(route.path.split("/"), parts)).sort(
    (one, other) => Number(one.path.includes("[")) - Number(other.path.includes("[")),
  )[0];
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  const rest = pattern.findIndex((part) => part.startsWith("[..."));
  if (rest >= 0) return parts.length > rest && fits(pattern.slice(0, rest), parts.slice(0, rest));
  return (
    pattern.length === parts.length &&
    pattern.every((part, at) => (part.startsWith("[") ? parts[at] !== "" : part === parts[at]))
  );
}

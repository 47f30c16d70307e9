import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";

const REGISTRY = "lib/http/routes.ts";
const ROUTE_FILE = /^(page|route)\.tsx?$/;

/**
 * Compares the registry of routes with what Next serves: a route that nobody listed was not thought of where
 * permissions, headers and tests are decided.
 * @param {string} [folder] the checkout
 * @returns {{ served: number, problems: string[] }}
 */
export function compareRoutes(folder = inCheckout()) {
  const file = join(folder, REGISTRY);
  if (!existsSync(file)) return { served: 0, problems: [`${REGISTRY} is missing`] };
  const listed = readListed(readFileSync(file, "utf8"));
  const served = listServed(join(folder, "app"));
  return {
    served: served.size,
    problems: [
      ...[...served]
        .filter((path) => !listed.has(path))
        .map((path) => `${path} is served and not in ${REGISTRY}`),
      ...[...listed]
        .filter((path) => !served.has(path))
        .map((path) => `${path} is in ${REGISTRY} and not served`),
    ],
  };
}

/**
 * @param {string} source the registry's text
 * @returns {Set<string>} every string literal in it that is a path
 */
export function readListed(source) {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
  const literals = withoutComments.matchAll(/(["'`])(\/[^"'`\s]*)\1/g);
  return new Set([...literals].map(([, , path]) => nameless(path)));
}

function listServed(app) {
  const files = existsSync(app) ? readdirSync(app, { recursive: true, encoding: "utf8" }) : [];
  const folders = files
    .filter((file) => ROUTE_FILE.test(file.split(sep).at(-1) ?? ""))
    .map((file) =>
      relative(app, join(app, file, ".."))
        .split(sep)
        .filter((part) => part && !/^\(.*\)$/.test(part)),
    );
  return new Set(folders.map((parts) => nameless(`/${parts.join("/")}`)));
}

/** Parameters are compared by place, not by name: `[nodeId]`, `:nodeId` and `[...all]` are all `*`. */
function nameless(path) {
  return path.replace(/\[[^\]]*\]+|:[A-Za-z]+/g, "*");
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";
import { runTool } from "../command/child-process.mjs";
import { toolEnvironment } from "../command/environment.mjs";

const PARTS = [
  ...["app", "components", "lib", "messages", "server", "bin", "sandbox", "e2e", "bench"],
  ...["prisma", "infra", "tools"],
];
const ORDER = inCheckout("tools", "checks", "import-order.json");
const ROOT_FILES = ["proxy.ts", "instrumentation.ts", "next.config.ts"];

/**
 * Runs dependency-cruiser over the parts of a checkout.
 * @param {string} [folder] the checkout, or a copy with the same layout
 */
export async function cruise(folder = inCheckout()) {
  const sources = [...PARTS, ...ROOT_FILES].filter((name) => existsSync(join(folder, name)));
  const config = inCheckout(".dependency-cruiser.cjs");
  const { code, output, stdout } = await runTool(
    inCheckout("node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs"),
    ["--config", config, "--output-type", "json", ...sources],
    { env: toolEnvironment(), cwd: folder },
  );
  const report = readReport(stdout);
  if (!report) throw new Error(`dependency-cruiser ended with code ${code}: ${output}`);
  return { report };
}

/**
 * @param {string} [folder] the checkout, or a copy with the same layout
 * @returns {Promise<{ modules: number, problems: string[] }>} how many modules of ours it saw, and one line for
 *   each forbidden import: a cruise over nothing finds nothing, so the caller compares the number
 */
export async function checkBoundaries(folder = inCheckout()) {
  const { report } = await cruise(folder);
  const problems = report.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
  const ours = report.modules.filter(({ source }) => PARTS.some((part) => source.startsWith(`${part}/`)));
  return {
    modules: ours.length,
    problems: [...problems, ...unlistedFolders(folder), ...impureRules(folder), ...openedHandles(folder)],
  };
}

const RULES_FILE = /^(rules|.+-rules|transitions)\.ts$/;
/** What a rule must be given: now, chance and the process's surroundings. */
const AMBIENT = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bprocess\.|\bperformance\.now\(/;

/** No import shows these, so the text is read. */
function impureRules(folder) {
  return libFiles(folder, (name) => RULES_FILE.test(name)).flatMap((file) => {
    const found = AMBIENT.exec(readFileSync(file, "utf8"));
    return found ? [`rules-are-pure: ${relative(folder, file)} uses ${found[0]}`] : [];
  });
}

/** Row contents are one SQL text for the writer and the verifier, which is a store in all but its name. */
const OPENS_HANDLES = /store\.ts$|\.test\.ts$|(^|\/)(lib\/db|testing)\/|^lib\/audit\/row-content\.ts$/;

/** Whoever runs a transaction imports the same module as whoever opens its handle. */
function openedHandles(folder) {
  return libFiles(folder, (name) => name.endsWith(".ts"))
    .map((file) => relative(folder, file))
    .filter(
      (file) => !OPENS_HANDLES.test(file) && /\bhandleOf\b/.test(readFileSync(join(folder, file), "utf8")),
    )
    .map((file) => `handles-in-stores: ${file} opens a database handle`);
}

function libFiles(folder, isWanted) {
  const lib = join(folder, "lib");
  if (!existsSync(lib)) return [];
  return readdirSync(lib, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A folder of lib that the order does not name would be held to nothing. */
function unlistedFolders(folder) {
  const known = new Set([...JSON.parse(readFileSync(ORDER, "utf8")).flat(), "http"]);
  const lib = join(folder, "lib");
  const found = existsSync(lib) ? readdirSync(lib, { withFileTypes: true }) : [];
  return found
    .filter((entry) => entry.isDirectory() && !known.has(entry.name))
    .map(({ name }) => `unlisted-folder: lib/${name} has no place in tools/checks/import-order.json`);
}

function readReport(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { unknownProblem } from "./known-names";

/** Where a setting has its value from. */
export type SettingOrigin = "environment" | "file" | "default";

/** A setting that is missing or wrong; `file` is where it was read, when that was a file. */
export interface Finding {
  name: string;
  problem: string;
  file?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

export interface Known {
  /** Every setting there is. */
  names: readonly string[];
  /** Those whose value is JSON: in the file it may stand as it is. */
  json: ReadonlySet<string>;
  /** Those that may also come from a file named by NAME_FILE, and never stand in the configuration file. */
  secrets: ReadonlySet<string>;
  /** Secrets of another process, with its name: refused in this one's environment, passed over in a file that both read. */
  foreign?: ReadonlyMap<string, string>;
}

export interface Gathered {
  /** Each setting that was given, as the text that the environment would have. */
  values: Record<string, string>;
  /** The file that a setting was read from, by its name. */
  files: Record<string, string>;
  findings: Finding[];
}

const FILE_SETTING = "HALLIGAN_CONFIG_FILE";
/** Longer than any setting can sensibly be, and far from filling the memory. */
const LARGEST_BYTES = 1_048_576;

/**
 * Puts environment, configuration file and files of secrets together. The environment outweighs the file; an empty
 * value counts as one that is not given, since compose files and unit files write `NAME=`.
 */
export function gatherSettings(env: Environment, known: Known): Gathered {
  const gathered: Gathered = { values: {}, files: {}, findings: [] };
  const file = env[FILE_SETTING];
  if (file) takeFile(file, known, gathered);
  for (const name of known.names) {
    const value = env[name];
    if (!value) continue;
    gathered.values[name] = value;
    delete gathered.files[name];
  }
  for (const name of known.secrets)
    if (known.foreign?.has(name)) refuseForeign(name, known.foreign.get(name) ?? "", env, gathered);
    else takeSecret(name, env, gathered);
  return gathered;
}

/** "/etc/halligan.json: HALLIGAN_ROLES is missing": one line for people. Values are never in it. */
export function describeFinding({ name, problem, file }: Finding): string {
  return file === undefined ? `${name} ${problem}` : `${file}: ${name} ${problem}`;
}

function takeFile(file: string, known: Known, { values, files, findings }: Gathered): void {
  const text = readText(file);
  if (text === undefined) {
    findings.push({ name: FILE_SETTING, problem: "names a file that can't be read", file });
    return;
  }
  const content = parseObject(text);
  if (content === undefined) {
    findings.push({ name: FILE_SETTING, problem: "must name a file with one JSON object in it", file });
    return;
  }
  for (const [name, value] of Object.entries(content)) {
    const problem = problemOf(name, value, known);
    if (problem !== undefined) findings.push({ name, problem, file });
    else {
      const isPath = isSecretFile(name, known);
      values[name] = isPath ? besideOf(file, String(value)) : textOf(value);
      files[name] = file;
    }
  }
}

function problemOf(name: string, value: unknown, known: Known): string | undefined {
  if (known.secrets.has(name))
    return `is a secret: it belongs into the environment, or into a file of its own that ${name}_FILE names`;
  if (!known.names.includes(name) && !isSecretFile(name, known)) return unknownProblem(name, known.names);
  const isPlain = typeof value === "string" || typeof value === "number";
  if (isPlain || (known.json.has(name) && typeof value === "object" && value !== null)) return undefined;
  return known.json.has(name) ? "must be JSON" : "must be a text or a number";
}

function refuseForeign(
  name: string,
  owner: string,
  env: Environment,
  { values, files, findings }: Gathered,
): void {
  const own = `${name}_FILE`;
  for (const key of [name, own]) {
    if (env[key])
      findings.push({
        name: key,
        problem: `is for the ${owner} process alone: take it out of this one's environment`,
      });
    // Named in the file of all three: the path may be known, what lies there is not read.
    delete values[key];
    delete files[key];
  }
}

function takeSecret(name: string, env: Environment, { values, files, findings }: Gathered): void {
  const own = `${name}_FILE`;
  const fromEnvironment = env[own];
  const file = fromEnvironment || values[own];
  const place = fromEnvironment ? undefined : files[own];
  delete values[own];
  delete files[own];
  if (!file) return;
  const at = place === undefined ? {} : { file: place };
  if (values[name] !== undefined) {
    // In the environment as such and named in the file is no contradiction: the environment outweighs the file.
    if (fromEnvironment) findings.push({ name, problem: `is given twice: by itself and by ${own}` });
    return;
  }
  const text = readText(file)?.replace(/\r?\n$/, "");
  if (text === undefined) findings.push({ name: own, problem: "names a file that can't be read", ...at });
  else if (text === "") findings.push({ name: own, problem: "names an empty file", ...at });
  else {
    values[name] = text;
    files[name] = file;
  }
}

/** Whether a name is that of the file of a secret. */
export function isSecretFile(name: string, known: Known): boolean {
  return name.endsWith("_FILE") && known.secrets.has(name.slice(0, -"_FILE".length));
}

/** Paths in the file are seen from the file, wherever the process was started. */
function besideOf(file: string, path: string): string {
  return isAbsolute(path) ? path : join(dirname(file), path);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function readText(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    return bytes.length > LARGEST_BYTES ? undefined : bytes.toString("utf8");
  } catch {
    // Whatever the reason is, the finding names the file.
    return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    const isObject = typeof content === "object" && content !== null && !Array.isArray(content);
    return isObject ? { ...content } : undefined;
  } catch {
    return undefined;
  }
}

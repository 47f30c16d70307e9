import { AppError } from "../errors";
import { judgeSettings } from "./judgement";
import { unknownNames, unknownProblem } from "./known-names";
import {
  type Config,
  JOBS_SECRETS,
  JSON_SETTINGS,
  type ParsedSettings,
  type ProcessName,
  SECRET_SETTINGS,
  SETTING_NAMES,
  type SettingName,
  shape,
  WEB_NEEDS,
  WEB_SECRETS,
} from "./schema";
import {
  describeFinding,
  type Finding,
  type Gathered,
  gatherSettings,
  isSecretFile,
  type Known,
  type SettingOrigin,
} from "./sources";

export type { AccountConfig } from "./account";
export {
  type Config,
  type ProcessName,
  ROLES,
  type Role,
  SECRET_SETTINGS,
  SETTING_NAMES,
  type SettingName,
} from "./schema";

const KNOWN: Known = { names: SETTING_NAMES, json: JSON_SETTINGS, secrets: SECRET_SETTINGS };
const USUAL_WINDOW_SECONDS = 1800;

type Environment = Readonly<Record<string, string | undefined>>;
type Origins = Readonly<Record<SettingName, SettingOrigin>>;

/**
 * Reads every setting from an environment and from the files that it names. The one parser for every process,
 * launchers included.
 * @param env the environment, usually `process.env`
 * @param reader which process reads: what is not for it is refused in its environment, and passed over in a
 *   configuration file that it shares with the others. Without it nothing that only one process needs is asked for
 * @returns the settings and where each has its value from, or every setting that is missing or wrong, by name
 */
export function readConfig(
  env: Environment,
  reader?: ProcessName,
): { ok: true; config: Config; origins: Origins } | { ok: false; findings: Finding[] } {
  const foreign = foreignTo(reader);
  const gathered = gatherSettings(env, { ...KNOWN, foreign });
  const findings = [...gathered.findings, ...unknownFindings(env)];
  if (reader === "web") findings.push(...missingSecrets(gathered, WEB_NEEDS));
  // Without them nobody could tell a rewritten history from the real one.
  if (reader === "jobs" && gathered.values.HALLIGAN_WORLD === "production")
    findings.push(...missingSigner(gathered), ...missingAnchor(gathered));
  const parsed = shape.safeParse(gathered.values);
  if (!parsed.success) {
    // What could not be read is said once, not also as missing.
    const said = new Set(findings.map(({ name }) => name.replace(/_FILE$/, "")));
    const wrong = parsed.error.issues.map((issue) => wrongSetting(issue, gathered.values));
    return {
      ok: false,
      findings: [...findings, ...locate(wrong, gathered).filter(({ name }) => !said.has(name))],
    };
  }
  const config = completed(parsed.data);
  findings.push(...locate(judgeSettings(config, { ...env, ...gathered.values }), gathered));
  return findings.length === 0 ? { ok: true, config, origins: originsOf(gathered) } : { ok: false, findings };
}

function completed(settings: ParsedSettings): Config {
  const usual = Math.min(
    Math.max(USUAL_WINDOW_SECONDS, settings.WINDOW_MIN_SECONDS),
    settings.WINDOW_MAX_SECONDS,
  );
  return {
    ...settings,
    GATEWAY_ORIGIN: settings.GATEWAY_ORIGIN ?? settings.PUBLIC_ORIGIN,
    // Production stands behind a proxy that ends TLS, usually on the same machine; the sandbox behind none.
    TRUSTED_PROXIES:
      settings.TRUSTED_PROXIES ?? (settings.HALLIGAN_WORLD === "production" ? ["loopback"] : []),
    WINDOW_DEFAULT_SECONDS: settings.WINDOW_DEFAULT_SECONDS ?? usual,
    STEP_UP: settings.STEP_UP ?? { production: "none", staging: "none" },
    PASSKEY_WAIT_SECONDS:
      settings.PASSKEY_WAIT_SECONDS ?? (settings.HALLIGAN_WORLD === "production" ? 86_400 : 0),
  };
}

function foreignTo(reader: ProcessName | undefined): Map<string, string> {
  if (reader === undefined) return new Map();
  return new Map([
    ...(reader === "web" ? [] : WEB_SECRETS.map((name) => [name, "web"] as const)),
    ...(reader === "jobs" ? [] : JOBS_SECRETS.map((name) => [name, "jobs"] as const)),
  ]);
}

function missingSecrets({ values, findings }: Gathered, needed: readonly SettingName[]): Finding[] {
  const isSaid = (name: string) => findings.some((finding) => finding.name === `${name}_FILE`);
  return needed
    .filter((name) => values[name] === undefined && !isSaid(name))
    .map((name) => ({
      name,
      problem: "is missing",
    }));
}

function missingSigner(gathered: Gathered): Finding[] {
  if (gathered.values.AUDIT_SIGNING_KMS_KEY !== undefined) return [];
  return missingSecrets(gathered, ["AUDIT_SIGNING_KEY"]).map(({ name }) => ({
    name,
    problem: "is missing: this, or AUDIT_SIGNING_KMS_KEY",
  }));
}

function missingAnchor({ values }: Gathered): Finding[] {
  if (values.AUDIT_ANCHOR_FILE !== undefined || values.AUDIT_ANCHOR_BUCKET !== undefined) return [];
  return [{ name: "AUDIT_ANCHOR_FILE", problem: "is missing: this, AUDIT_ANCHOR_BUCKET, or both" }];
}

function unknownFindings(env: Environment): Finding[] {
  const given = Object.keys(env).filter((name) => env[name]);
  const isKnown = (name: string) => KNOWN.names.includes(name) || isSecretFile(name, KNOWN);
  return unknownNames(given, isKnown).map((name) => ({ name, problem: unknownProblem(name, KNOWN.names) }));
}

/** An issue of the schema as a finding; of accounts by name, as a number in a list helps nobody to find one. */
function wrongSetting(
  { path, message }: { path: readonly PropertyKey[]; message: string },
  values: Readonly<Record<string, string>>,
): Finding {
  const [setting, ...inside] = path.map(String);
  const name = setting ?? "";
  if (values[name] === undefined) return { name, problem: "is missing" };
  const account = name === "HALLIGAN_ACCOUNTS" ? accountName(values[name], inside[0]) : undefined;
  const place =
    account === undefined ? inside.join(".") : `account "${account}": ${inside.slice(1).join(".")}`;
  return { name, problem: `${place} ${message}`.trim() };
}

function accountName(text: string, at: string | undefined): string | undefined {
  const accounts: unknown = JSON.parse(text);
  const account: unknown = Array.isArray(accounts) ? accounts[Number(at)] : undefined;
  if (typeof account !== "object" || account === null || !("name" in account)) return undefined;
  return typeof account.name === "string" && account.name !== "" ? account.name : undefined;
}

function locate(findings: readonly Finding[], { files }: Gathered): Finding[] {
  return findings.map((finding) => {
    const file = files[finding.name];
    return file === undefined ? finding : { ...finding, file };
  });
}

function originsOf({ values, files }: Gathered): Origins {
  const originOf = (name: string): SettingOrigin => {
    if (files[name] !== undefined) return "file";
    return values[name] === undefined ? "default" : "environment";
  };
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, originOf(name)])) as Origins;
}

let cached: { config: Config; origins: Origins } | undefined;

/**
 * The settings of this process, parsed at the first call (never at import: `next build` evaluates modules).
 * @throws AppError CONFIG_INVALID naming every setting that is missing or wrong
 */
export function config(): Config {
  return settings().config;
}

/**
 * Reads the settings as this process, once, before anything asks for them.
 * @throws AppError CONFIG_INVALID also for a secret that is another process's
 */
export function configureAs(reader: ProcessName): void {
  cached = parsedOrThrown(readConfig(process.env, reader));
}

/** Where each of this process's settings has its value from. @throws AppError CONFIG_INVALID */
export function configOrigins(): Origins {
  return settings().origins;
}

function settings(): { config: Config; origins: Origins } {
  cached ??= parsedOrThrown(readConfig(process.env));
  return cached;
}

function parsedOrThrown(result: ReturnType<typeof readConfig>): { config: Config; origins: Origins } {
  if (result.ok) return result;
  throw new AppError("CONFIG_INVALID", `configuration: ${result.findings.map(describeFinding).join("; ")}`);
}

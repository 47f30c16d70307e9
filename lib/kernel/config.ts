import { z } from "zod";
import { describeFinding, type Finding, gatherSettings, type SettingOrigin } from "./config-sources";
import { AppError } from "./errors";
import { inboxProblems, inboxSchedules } from "./inbox-schedule";
import { sessionDocumentSchema } from "./session-document-settings";

const arn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "must be the ARN of a role");
const seconds = (fallback: number, smallest = 1) => z.coerce.number().int().min(smallest).default(fallback);
const origin = z.url({ protocol: /^https?$/ }).refine((value) => new URL(value).origin === value, {
  message: "must be an origin: scheme, host and port, no path and no slash at the end",
});
const jsonSchemas = new WeakSet<object>();
function json<T extends z.ZodType>(schema: T) {
  const made = z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);
  jsonSchemas.add(made);
  return made;
}

export const ROLES = ["engineer", "approver", "reviewer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

const accountSchema = z.strictObject({
  accountId: z.string().regex(/^\d{12}$/),
  name: z.string().min(1).max(64),
  regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/)).min(1),
  /** What every node of the account is at least; a tag can only raise it. */
  protection: z.enum(["staging", "production"]),
  brokerRoleArn: arn,
  targetRoleArn: arn,
  readerRoleArn: arn,
  closerRoleArn: arn,
  /** Writes session documents; without it somebody else does. */
  authorRoleArn: arn.optional(),
  externalId: z.string().min(2).max(1224),
  documentName: z.string().regex(/^[A-Za-z0-9_\-.]{3,128}$/),
  logGroupName: z.string().min(1).max(512),
  sessionDocument: sessionDocumentSchema.prefault({}),
});
export type AccountConfig = z.infer<typeof accountSchema>;

const incidentSchema = z.strictObject({
  pattern: z.string().min(1).max(200).refine(isRegularExpression, "must be a regular expression"),
  link: z
    .string()
    .max(500)
    .refine(isIncidentAddress, "must be an https address with {incident} behind its host"),
});

const groups = z.array(z.string().min(1)).min(1);

const shape = z.object({
  HALLIGAN_WORLD: z.enum(["production", "sandbox"]),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PUBLIC_ORIGIN: origin,
  GATEWAY_ORIGIN: origin.optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  GATEWAY_PORT: z.coerce.number().int().min(1).max(65535).default(3001),
  /** Production: the address that gateway and web listen on, behind the proxy that ends TLS. */
  LISTEN_ADDRESS: z.string().min(1).default("127.0.0.1"),
  HALLIGAN_SECRET: z.string().min(32),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }),
  OIDC_CLIENT_ID: z.string().min(1),
  OIDC_CLIENT_SECRET: z.string().min(1),
  OIDC_GROUPS_CLAIM: z.string().min(1).default("groups"),
  /** Some providers know no scope "groups", others give a refresh token only for "offline_access". */
  OIDC_SCOPE: z
    .string()
    .regex(/\bopenid\b/, "must contain openid")
    .default("openid profile email groups"),
  HALLIGAN_ROLES: json(
    z.strictObject({ engineer: groups, approver: groups, reviewer: groups, administrator: groups }),
  ),
  HALLIGAN_ACCOUNTS: json(z.array(accountSchema).min(1)),
  HALLIGAN_AWS_ENDPOINT: z.url({ protocol: /^http$/ }).optional(),
  HALLIGAN_AWS_ACCESS_KEY_ID: z.string().min(16).optional(),
  HALLIGAN_AWS_SECRET_ACCESS_KEY: z.string().min(16).optional(),

  SIGN_IN_SECONDS: seconds(8 * 3600),
  /** Groups older than this are read again from the provider before anything that matters. */
  GROUPS_MAX_AGE_SECONDS: seconds(60),
  REQUEST_LAPSE_SECONDS: seconds(3600),
  WINDOW_MIN_SECONDS: seconds(300),
  WINDOW_MAX_SECONDS: seconds(3600),
  WINDOW_DEFAULT_SECONDS: seconds(1800),
  /** How long after the last yes a window that starts with its first use may still be started. */
  START_WITHIN_SECONDS: seconds(3600),
  /** How incidents are written here, as a regular expression, and where they are read. */
  HALLIGAN_INCIDENT: json(incidentSchema).optional(),
  WARNING_SECONDS: seconds(60),
  /** A decision and a start need the node's tags read at most this long ago. */
  NODE_MAX_AGE_SECONDS: seconds(300),
  INVENTORY_SECONDS: seconds(30),
  SWEEP_SECONDS: seconds(5),
  HEARTBEAT_SECONDS: seconds(5),
  /** A process without a heartbeat for this long is dead; its jobs are unlocked, its sessions may be taken over. */
  DEAD_SECONDS: seconds(20),
  /** How often an open terminal's right is asked again; what is ended by somebody is told at once. */
  RIGHT_CHECK_SECONDS: seconds(5),
  /** An opening that has not finished after this long is given up and swept. */
  OPENING_SECONDS: seconds(30),
  /** An open session that no living gateway holds for this long is ended. */
  ABANDONED_SECONDS: seconds(300),
  REVIEW_DUE_SECONDS: seconds(3 * 86_400),
  /** When what waits for people is brought up again, and to which groups it is then shown besides. */
  HALLIGAN_INBOX: json(inboxSchedules).default({}),
  SEAL_SECONDS: seconds(3),
  /** How often the log and the trail of running sessions are asked for; CloudTrail takes two calls a second. */
  EVIDENCE_SECONDS: seconds(60),
});

export type Config = Omit<z.infer<typeof shape>, "GATEWAY_ORIGIN"> & { GATEWAY_ORIGIN: string };

/** Every setting there is, in the order of this file. */
export const SETTING_NAMES = shape.keyof().options;
export type SettingName = (typeof SETTING_NAMES)[number];

/** Settings whose value is never shown and never stands in the configuration file. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  "DATABASE_URL",
  "HALLIGAN_SECRET",
  "OIDC_CLIENT_SECRET",
  "HALLIGAN_AWS_ACCESS_KEY_ID",
  "HALLIGAN_AWS_SECRET_ACCESS_KEY",
] satisfies SettingName[]);

const KNOWN = {
  names: SETTING_NAMES,
  json: new Set<string>(SETTING_NAMES.filter((name) => isJson(shape.shape[name]))),
  secrets: SECRET_SETTINGS,
};

function isJson(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isJson(schema.unwrap());
  return jsonSchemas.has(schema);
}

type Environment = Readonly<Record<string, string | undefined>>;
type Origins = Readonly<Record<SettingName, SettingOrigin>>;

/**
 * Reads every setting from an environment and from the files that it names.
 * @param env the environment, usually `process.env`
 * @returns the settings and where each has its value from, or every setting that is missing or wrong, by name
 */
export function readConfig(
  env: Environment,
): { ok: true; config: Config; origins: Origins } | { ok: false; findings: Finding[] } {
  const { values, files, findings } = gatherSettings(env, KNOWN);
  const parsed = shape.safeParse(values);
  const located = (finding: Finding): Finding => {
    const file = files[finding.name];
    return file === undefined ? finding : { ...finding, file };
  };
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => ({
      name: String(issue.path[0]),
      problem:
        values[String(issue.path[0])] === undefined
          ? "is missing"
          : `${issue.path.slice(1).join(".")} ${issue.message}`.trim(),
    }));
    // What could not be read is said once, not also as missing.
    const said = new Set(findings.map(({ name }) => name.replace(/_FILE$/, "")));
    return {
      ok: false,
      findings: [...findings, ...wrong.filter(({ name }) => !said.has(name)).map(located)],
    };
  }
  const config = { ...parsed.data, GATEWAY_ORIGIN: parsed.data.GATEWAY_ORIGIN ?? parsed.data.PUBLIC_ORIGIN };
  const unfit =
    config.HALLIGAN_WORLD === "production"
      ? productionFindings(config, { ...env, ...values })
      : sandboxFindings(config);
  findings.push(...unfit.map(located));
  for (const problem of inboxProblems(config.HALLIGAN_INBOX, config.HALLIGAN_ROLES))
    findings.push(located({ name: "HALLIGAN_INBOX", problem }));
  return findings.length === 0
    ? { ok: true, config, origins: originsOf(values, files) }
    : { ok: false, findings };
}

function originsOf(values: Readonly<Record<string, string>>, files: Readonly<Record<string, string>>) {
  const originOf = (name: string): SettingOrigin => {
    if (files[name] !== undefined) return "file";
    return values[name] === undefined ? "default" : "environment";
  };
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, originOf(name)])) as Record<
    SettingName,
    SettingOrigin
  >;
}

function isRegularExpression(pattern: string): boolean {
  try {
    // By itself, as we anchor it later: a bracket that only our own closes would undo that.
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

/** Whoever writes the incident's number must not choose the host. */
function isIncidentAddress(link: string): boolean {
  const filled = (by: string) => link.replaceAll("{incident}", by);
  if (!link.includes("{incident}") || !URL.canParse(filled("A"))) return false;
  const url = new URL(filled("A"));
  return url.protocol === "https:" && url.host === new URL(filled("B")).host;
}

let cached: { config: Config; origins: Origins } | undefined;

/**
 * The settings of this process, parsed at the first call (never at import: `next build` evaluates modules).
 * @throws AppError CONFIG_INVALID naming every setting that is missing or wrong
 */
export function config(): Config {
  return settings().config;
}

/** Where each of this process's settings has its value from. @throws AppError CONFIG_INVALID */
export function configOrigins(): Origins {
  return settings().origins;
}

function settings(): { config: Config; origins: Origins } {
  if (cached) return cached;
  const result = readConfig(process.env);
  if (!result.ok)
    throw new AppError("CONFIG_INVALID", `configuration: ${result.findings.map(describeFinding).join("; ")}`);
  cached = result;
  return cached;
}

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\]|0\.0\.0\.0|\[::\])$/;

function productionFindings(settings: Config, env: Environment): Finding[] {
  const findings: Finding[] = [];
  for (const name of ["PUBLIC_ORIGIN", "GATEWAY_ORIGIN", "OIDC_ISSUER"] as const) {
    const url = new URL(settings[name]);
    if (url.protocol !== "https:") findings.push({ name, problem: "must use https in production" });
    if (LOOPBACK.test(url.hostname))
      findings.push({ name, problem: "must not be a loopback address in production" });
  }
  const forbidden = [
    "HALLIGAN_AWS_ENDPOINT",
    "HALLIGAN_AWS_ACCESS_KEY_ID",
    "HALLIGAN_AWS_SECRET_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_ENDPOINT_URL",
  ];
  for (const name of [
    ...forbidden,
    ...Object.keys(env).filter((key) => key.startsWith("AWS_ENDPOINT_URL_")),
  ]) {
    if (env[name])
      findings.push({ name, problem: "must not be set in production: use the role of the machine" });
  }
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === "0")
    findings.push({
      name: "NODE_TLS_REJECT_UNAUTHORIZED",
      problem: "must not switch certificate checks off",
    });
  return findings;
}

function sandboxFindings(settings: Config): Finding[] {
  const findings: Finding[] = [];
  const endpoint = settings.HALLIGAN_AWS_ENDPOINT;
  if (endpoint && !LOOPBACK.test(new URL(endpoint).hostname))
    findings.push({ name: "HALLIGAN_AWS_ENDPOINT", problem: "must be a loopback address in the sandbox" });
  for (const name of ["PUBLIC_ORIGIN", "GATEWAY_ORIGIN"] as const) {
    if (!LOOPBACK.test(new URL(settings[name]).hostname))
      findings.push({ name, problem: "must be a loopback address in the sandbox" });
  }
  return findings;
}

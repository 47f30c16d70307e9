import { z } from "zod";
import { AppError } from "./errors";

const arn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "must be the ARN of a role");
const seconds = (fallback: number, smallest = 1) => z.coerce.number().int().min(smallest).default(fallback);
const origin = z.url({ protocol: /^https?$/ }).refine((value) => new URL(value).origin === value, {
  message: "must be an origin: scheme, host and port, no path and no slash at the end",
});
function json<T extends z.ZodType>(schema: T) {
  return z
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
});
export type AccountConfig = z.infer<typeof accountSchema>;

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
  WARNING_SECONDS: seconds(60),
  /** A decision and a start need the node's tags read at most this long ago. */
  NODE_MAX_AGE_SECONDS: seconds(300),
  INVENTORY_SECONDS: seconds(30),
  SWEEP_SECONDS: seconds(5),
  HEARTBEAT_SECONDS: seconds(5),
  /** A process without a heartbeat for this long is dead; its jobs are unlocked, its sessions may be taken over. */
  DEAD_SECONDS: seconds(20),
  /** An opening that has not finished after this long is given up and swept. */
  OPENING_SECONDS: seconds(30),
  /** An open session that no living gateway holds for this long is ended. */
  ABANDONED_SECONDS: seconds(300),
  REVIEW_DUE_SECONDS: seconds(3 * 86_400),
  SEAL_SECONDS: seconds(3),
  /** How often the log and the trail of running sessions are asked for; CloudTrail takes two calls a second. */
  EVIDENCE_SECONDS: seconds(60),
});

export type Config = Omit<z.infer<typeof shape>, "GATEWAY_ORIGIN"> & { GATEWAY_ORIGIN: string };

type Environment = Readonly<Record<string, string | undefined>>;
export interface Finding {
  name: string;
  problem: string;
}

/**
 * Reads every setting from an environment.
 * @param env the environment, usually `process.env`
 * @returns the settings, or every setting that is missing or wrong, by name
 */
export function readConfig(
  env: Environment,
): { ok: true; config: Config } | { ok: false; findings: Finding[] } {
  const given = withoutEmpty(env);
  const parsed = shape.safeParse(given);
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue) => ({
      name: String(issue.path[0]),
      problem:
        given[String(issue.path[0])] === undefined
          ? "is missing"
          : `${issue.path.slice(1).join(".")} ${issue.message}`.trim(),
    }));
    return { ok: false, findings };
  }
  const config = { ...parsed.data, GATEWAY_ORIGIN: parsed.data.GATEWAY_ORIGIN ?? parsed.data.PUBLIC_ORIGIN };
  const findings =
    config.HALLIGAN_WORLD === "production" ? productionFindings(config, env) : sandboxFindings(config);
  return findings.length === 0 ? { ok: true, config } : { ok: false, findings };
}

let cached: Config | undefined;

/**
 * The settings of this process, parsed at the first call (never at import: `next build` evaluates modules).
 * @throws AppError CONFIG_INVALID naming every setting that is missing or wrong
 */
export function config(): Config {
  if (cached) return cached;
  const result = readConfig(process.env);
  if (!result.ok) {
    const list = result.findings.map(({ name, problem }) => `${name} ${problem}`).join("; ");
    throw new AppError("CONFIG_INVALID", `configuration: ${list}`);
  }
  cached = result.config;
  return cached;
}

/** An empty variable counts as one that is not set: compose files and unit files write `NAME=`. */
function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
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

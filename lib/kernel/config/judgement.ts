import { isIP } from "node:net";
import { accountProblems } from "./account";
import { databaseAddressProblem } from "./database-address";
import { inboxProblems } from "./inbox-schedule";
import { inputProblem } from "./input/input-settings";
import { isPushKeyPair } from "./push/web-push";
import type { Config, SettingName } from "./schema";
import type { Finding } from "./sources";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What settings, each right by itself, must not say together.
 * @param settings as they were parsed
 * @param env the environment with what the files added: what production forbids may stand there unread
 * @returns every contradiction, under the name of the setting to change
 */
export function judgeSettings(settings: Config, env: Environment): Finding[] {
  return [
    ...windowFindings(settings),
    ...clockFindings(settings),
    ...listenFindings(settings),
    ...signerFindings(settings),
    ...bucketFindings(settings, ANCHORS),
    ...bucketFindings(settings, RECORDINGS),
    ...inputFindings(settings),
    ...mailFindings(settings),
    ...pushFindings(settings),
    ...onCallFindings(settings),
    ...accountProblems(settings.HALLIGAN_ACCOUNTS, settings.WINDOW_MAX_SECONDS).map((problem) => ({
      name: "HALLIGAN_ACCOUNTS",
      problem,
    })),
    ...inboxProblems(settings.HALLIGAN_INBOX, settings.HALLIGAN_ROLES).map((problem) => ({
      name: "HALLIGAN_INBOX",
      problem,
    })),
    ...(settings.HALLIGAN_WORLD === "production"
      ? productionFindings(settings, env)
      : sandboxFindings(settings)),
  ];
}

type Judged = [name: SettingName, isFine: boolean, problem: string];

const findingsOf = (judged: Judged[]): Finding[] =>
  judged.flatMap(([name, isFine, problem]) => (isFine ? [] : [{ name, problem }]));

function windowFindings(settings: Config): Finding[] {
  const { WINDOW_MIN_SECONDS, WINDOW_MAX_SECONDS, WINDOW_DEFAULT_SECONDS } = settings;
  if (WINDOW_MIN_SECONDS > WINDOW_MAX_SECONDS)
    return [
      { name: "WINDOW_MIN_SECONDS", problem: `must not be above WINDOW_MAX_SECONDS (${WINDOW_MAX_SECONDS})` },
    ];
  return findingsOf([
    [
      "WINDOW_DEFAULT_SECONDS",
      WINDOW_DEFAULT_SECONDS >= WINDOW_MIN_SECONDS && WINDOW_DEFAULT_SECONDS <= WINDOW_MAX_SECONDS,
      `must lie between WINDOW_MIN_SECONDS (${WINDOW_MIN_SECONDS}) and WINDOW_MAX_SECONDS (${WINDOW_MAX_SECONDS})`,
    ],
  ]);
}

/** Whoever is judged by its sign of life must have had time to give several. */
function clockFindings(settings: Config): Finding[] {
  const { HEARTBEAT_SECONDS, DEAD_SECONDS, ABANDONED_SECONDS, INVENTORY_SECONDS, NODE_MAX_AGE_SECONDS } =
    settings;
  const { RECORDING_OUTAGE_SECONDS } = settings;
  return findingsOf([
    [
      "DEAD_SECONDS",
      DEAD_SECONDS >= 3 * HEARTBEAT_SECONDS,
      `must be at least three times HEARTBEAT_SECONDS (${HEARTBEAT_SECONDS}): living processes would count as dead`,
    ],
    [
      "ABANDONED_SECONDS",
      ABANDONED_SECONDS >= DEAD_SECONDS,
      `must not be below DEAD_SECONDS (${DEAD_SECONDS}): a shell would end before another gateway may take it over`,
    ],
    [
      "RECORDING_OUTAGE_SECONDS",
      RECORDING_OUTAGE_SECONDS >= DEAD_SECONDS,
      `must not be below DEAD_SECONDS (${DEAD_SECONDS}): a restart of the database would end shells`,
    ],
    [
      "NODE_MAX_AGE_SECONDS",
      NODE_MAX_AGE_SECONDS > INVENTORY_SECONDS,
      `must be above INVENTORY_SECONDS (${INVENTORY_SECONDS}): every decision would find the node's tags too old`,
    ],
  ]);
}

function listenFindings(settings: Config): Finding[] {
  const { PORT, GATEWAY_PORT, JOBS_PORT, PUBLIC_ORIGIN, GATEWAY_ORIGIN, STEP_UP } = settings;
  // WebAuthn level 3, section 5.1.3: an address is no valid domain, so browsers refuse it.
  const isAddress = isIP(new URL(PUBLIC_ORIGIN).hostname.replace(/^\[|\]$/g, "")) !== 0;
  return findingsOf([
    [
      "STEP_UP",
      !(isAddress && Object.values(STEP_UP).includes("passkey")),
      "asks for passkeys, which browsers make for a host name alone: PUBLIC_ORIGIN has an address",
    ],
    ["GATEWAY_PORT", GATEWAY_PORT !== PORT, `is PORT's too (${PORT}): each process needs its own`],
    ["JOBS_PORT", JOBS_PORT !== PORT, `is PORT's too (${PORT}): each process needs its own`],
    [
      "JOBS_PORT",
      JOBS_PORT !== GATEWAY_PORT,
      `is GATEWAY_PORT's too (${GATEWAY_PORT}): each process needs its own`,
    ],
    [
      "GATEWAY_ORIGIN",
      new URL(GATEWAY_ORIGIN).hostname === new URL(PUBLIC_ORIGIN).hostname,
      "must have the host name of PUBLIC_ORIGIN: the sign-in cookie is sent nowhere else",
    ],
  ]);
}

/** Whoever names a role or a retention, and no bucket, believes that something lies where it does not. */
function bucketFindings(
  settings: Config,
  { bucket, region, others }: { bucket: SettingName; region: SettingName; others: SettingName[] },
): Finding[] {
  const isThere = settings[bucket] !== undefined;
  return findingsOf([
    [region, !isThere || settings[region] !== undefined, `is missing: the region of ${bucket}`],
    ...[region, ...others].map(
      (name): Judged => [name, isThere || settings[name] === undefined, `is set, and ${bucket} is not`],
    ),
  ]);
}

const ANCHORS = {
  ...({ bucket: "AUDIT_ANCHOR_BUCKET", region: "AUDIT_ANCHOR_REGION" } as const),
  others: ["AUDIT_ANCHOR_ROLE_ARN", "AUDIT_ANCHOR_RETENTION_DAYS"] satisfies SettingName[],
};
const RECORDINGS = {
  ...({ bucket: "RECORDING_BUCKET", region: "RECORDING_REGION" } as const),
  others: ["RECORDING_WRITER_ROLE_ARN", "RECORDING_READER_ROLE_ARN"] satisfies SettingName[],
};

/** With two of them nobody could say which one signs. */
function signerFindings({
  AUDIT_SIGNING_KEY,
  AUDIT_SIGNING_KMS_KEY,
  AUDIT_SIGNING_ROLE_ARN,
}: Config): Finding[] {
  return findingsOf([
    [
      "AUDIT_SIGNING_KMS_KEY",
      AUDIT_SIGNING_KEY === undefined || AUDIT_SIGNING_KMS_KEY === undefined,
      "is set, and AUDIT_SIGNING_KEY too: one of them signs",
    ],
    [
      "AUDIT_SIGNING_ROLE_ARN",
      AUDIT_SIGNING_KMS_KEY !== undefined || AUDIT_SIGNING_ROLE_ARN === undefined,
      "is set, and AUDIT_SIGNING_KMS_KEY is not",
    ],
  ]);
}

function inputFindings({ INPUT_RECORDING, INPUT_RECIPIENTS }: Config): Finding[] {
  const problem = inputProblem(INPUT_RECORDING, INPUT_RECIPIENTS);
  return problem === undefined ? [] : [{ name: "INPUT_RECIPIENTS", problem }];
}

/** A token that is sent in the clear is anybody's. */
function onCallFindings({ ON_CALL_FEEDS = [], HALLIGAN_WORLD }: Config): Finding[] {
  if (HALLIGAN_WORLD !== "production") return [];
  return ON_CALL_FEEDS.filter(({ url }) => !url.startsWith("https:")).map(({ name }) => ({
    name: "ON_CALL_FEEDS",
    problem: `${name} must be an https address in production`,
  }));
}

/** Only jobs has SMTP_URL: without it nothing can be said of the others. */
function mailFindings({ SMTP_URL, MAIL_FROM }: Config): Finding[] {
  return findingsOf([
    ["MAIL_FROM", SMTP_URL === undefined || MAIL_FROM !== undefined, "is missing: who mail is from"],
  ]);
}

/** Only jobs has the private key: without it nothing can be said of the others. */
function pushFindings({ WEB_PUSH_PRIVATE_KEY, WEB_PUSH_PUBLIC_KEY, WEB_PUSH_CONTACT }: Config): Finding[] {
  const isPrivateThere = WEB_PUSH_PRIVATE_KEY !== undefined;
  const isPublicThere = WEB_PUSH_PUBLIC_KEY !== undefined;
  const isContactThere = WEB_PUSH_CONTACT !== undefined;
  return findingsOf([
    [
      "WEB_PUSH_PUBLIC_KEY",
      isPublicThere || !isPrivateThere,
      "is missing: the other half of the private key",
    ],
    [
      "WEB_PUSH_PUBLIC_KEY",
      isPublicThere || isPrivateThere || !isContactThere,
      "is missing, and WEB_PUSH_CONTACT is set: nobody would be told by push",
    ],
    [
      "WEB_PUSH_CONTACT",
      isContactThere || !(isPublicThere || isPrivateThere),
      "is missing: to whom push services turn",
    ],
    [
      "WEB_PUSH_PRIVATE_KEY",
      !isPrivateThere || !isPublicThere || isPushKeyPair(WEB_PUSH_PRIVATE_KEY, WEB_PUSH_PUBLIC_KEY),
      "is not the other half of WEB_PUSH_PUBLIC_KEY: no push service would take a message",
    ],
  ]);
}

/** What is sent in the open says who asks for what, and some receivers' addresses are their secrets. */
function webhookFindings({ NOTICE_WEBHOOKS = [] }: Config): Finding[] {
  return NOTICE_WEBHOOKS.filter(({ url }) => !url.startsWith("https:")).map(({ name }) => ({
    name: "NOTICE_WEBHOOKS",
    problem: `"${name}" must use https in production`,
  }));
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
  findings.push(...webhookFindings(settings));
  const problem = databaseAddressProblem(settings.DATABASE_URL);
  if (problem !== undefined) findings.push({ name: "DATABASE_URL", problem });
  if (!env.STEP_UP)
    findings.push({
      name: "STEP_UP",
      problem:
        'is missing: which proof of the person production needs at least, such as {"production": "passkey"}, "sign-in" or "none"',
    });
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

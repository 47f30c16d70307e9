import { z } from "zod";
import { accountSchema } from "./account";
import { readBucketAddress } from "./bucket";
import { inboxSchedules } from "./inbox-schedule";
import { incidentSchema } from "./incident";
import { inputRecipientsSchema, inputRecordingSchema } from "./input/input-settings";
import { mailFrom, smtpUrl } from "./mail";
import { networks } from "./networks";
import { onCallFeedsSchema } from "./on-call";
import { pushContact, pushPrivateKey, pushPublicKey, pushServices } from "./push/web-push";
import { REGION } from "./region";
import { KMS_KEY_ARN } from "./session-document";
import { isJson, json, origin, port, proxies, roleArn, seconds, wholeNumber } from "./values";
import { webhooksSchema } from "./webhooks";

export const ROLES = ["engineer", "approver", "reviewer", "administrator"] as const;
export type Role = (typeof ROLES)[number];

const groups = z.array(z.string().min(1)).min(1);
const DAY = 86_400;

const bucketAddress = z
  .string()
  .refine((text) => readBucketAddress(text) !== null, "must be s3://bucket or s3://bucket/prefix");
const region = z.string().regex(REGION, "must be the name of an AWS region");

const proof = z.enum(["none", "sign-in", "passkey"]);
const stepUpSchema = z.strictObject({ production: proof, staging: proof.default("none") });

/** Refuses what nobody drew at random: few different characters, or the same text again and again. */
function isRandom(secret: string): boolean {
  const different = new Set(secret).size;
  const period = `${secret}${secret}`.indexOf(secret, 1);
  return different >= 8 && period === secret.length;
}

const secret = z.string().min(32).max(4096).refine(isRandom, "must be random, not a word or a repeated text");

/** Every setting by itself; what they must not say together stands in judgement.ts. */
export const shape = z.object({
  HALLIGAN_WORLD: z.enum(["production", "sandbox"]),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  PUBLIC_ORIGIN: origin,
  GATEWAY_ORIGIN: origin.optional(),
  PORT: port(3000),
  GATEWAY_PORT: port(3001),
  /** Where the jobs process answers /livez and /readyz, and nothing else. */
  JOBS_PORT: port(3002),
  /** Production: the address that gateway and web listen on, behind the proxy that ends TLS. */
  LISTEN_ADDRESS: z
    .union([z.ipv4(), z.ipv6(), z.literal("localhost")], { error: "must be an IP address of this machine" })
    .default("127.0.0.1"),
  /** Web's alone: seals the provider's tokens and the walk to the provider. */
  HALLIGAN_SECRET: secret.optional(),
  /** Opens as well and seals nothing: the one before, or the one to come. */
  HALLIGAN_SECRET_SECOND: secret.optional(),
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }),
  OIDC_CLIENT_ID: z.string().min(1),
  /** Web's alone. */
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
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

  /** Who may say where a request came from: addresses and ranges of proxies, "loopback", or "none". */
  TRUSTED_PROXIES: proxies.optional(),
  /** The least grave that is written to the log. */
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),

  /** How long web and gateway still serve after they were told to stop, saying that they are not ready. */
  DRAIN_SECONDS: wholeNumber(0, 60).default(5),
  SIGN_IN_SECONDS: seconds(8 * 3600, 7 * DAY),
  /** Groups older than this are read again from the provider before anything that matters. */
  GROUPS_MAX_AGE_SECONDS: seconds(60),
  /** How much longer what is open already goes on when the provider gives no answer. */
  GROUPS_GRACE_SECONDS: wholeNumber(0, DAY).default(900),
  /** The provider counts as away when it has answered none of jobs' tries for so long. */
  PROVIDER_AWAY_SECONDS: wholeNumber(3, DAY).default(180),
  /** How long a person's first passkey waits before it counts; a day in production where nothing is said, else not at all. */
  PASSKEY_WAIT_SECONDS: wholeNumber(0, 30 * DAY).optional(),
  /** The least proof of the person that nodes of each protection need, whatever a rule asks for. Production has to say it. */
  STEP_UP: json(stepUpSchema).optional(),
  REQUEST_LAPSE_SECONDS: seconds(3600),
  WINDOW_MIN_SECONDS: seconds(300),
  WINDOW_MAX_SECONDS: seconds(3600),
  /** What the form proposes; without it half an hour, within the shortest and the longest. */
  WINDOW_DEFAULT_SECONDS: wholeNumber(1, DAY).optional(),
  /** How long after the last yes a window that starts with its first use may still be started. */
  START_WITHIN_SECONDS: seconds(3600),
  /** So many times a month a person breaks the glass before it takes a co-signer. */
  BREAK_GLASS_PER_MONTH: wholeNumber(0, 100).default(2),
  /** How incidents are written here, as a regular expression, and where they are read. */
  HALLIGAN_INCIDENT: json(incidentSchema).optional(),
  WARNING_SECONDS: seconds(60),
  /** A decision needs the node's tags read at most this long ago; a start reads them anew. */
  NODE_MAX_AGE_SECONDS: seconds(300),
  /** An agent that was heard longer ago is not said to be online; by default it pings every five minutes. */
  NODE_SILENT_SECONDS: seconds(900),
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
  /** An open session that prints or is typed into while nothing can be recorded is ended after this long. */
  RECORDING_OUTAGE_SECONDS: seconds(600),
  /** Of one session: it is warned at nine tenths, and ended at all of it. */
  RECORDING_MAX_MEGABYTES: wholeNumber(1, 1_000_000).default(4_096),
  /** Of one session: what comes faster is not read, and waits at the node. */
  RECORDING_MAX_KILOBYTES_A_SECOND: wholeNumber(16, 1_000_000).default(8_192),
  /** Where jobs puts the output of finished recordings, encrypted, and gateway reads it; without it the database keeps it. */
  RECORDING_BUCKET: bucketAddress.optional(),
  /** The bucket's. */
  RECORDING_REGION: region.optional(),
  /** Assumed by jobs: adds objects and hides them, and reads none. */
  RECORDING_WRITER_ROLE_ARN: roleArn.optional(),
  /** Assumed by gateway: reads objects, and writes none. */
  RECORDING_READER_ROLE_ARN: roleArn.optional(),
  /** Whether keystrokes are kept, by the protection of the node: {"production": "kept"}. Counted where nothing is said. */
  INPUT_RECORDING: json(inputRecordingSchema).default({ production: "counted", staging: "counted" }),
  /** To whose public keys kept keystrokes are sealed; any two of them together open them, and nobody else. */
  INPUT_RECIPIENTS: json(inputRecipientsSchema).optional(),
  /** How large the database may become: from nine tenths on no shell is opened. Without it nobody looks. */
  DATABASE_MAX_MEGABYTES: wholeNumber(1, 1_000_000_000).optional(),
  REVIEW_DUE_SECONDS: seconds(3 * DAY, 90 * DAY),
  /** When what waits for people is brought up again, and to which groups it is then shown besides. */
  HALLIGAN_INBOX: json(inboxSchedules).default({}),
  /** Jobs' alone: the server that mail is handed to. Without it nobody is told by mail. */
  SMTP_URL: smtpUrl.optional(),
  /** Whether nothing goes to it without TLS; production says yes where nothing is said. */
  SMTP_TLS: z.enum(["required", "offered"]).optional(),
  MAIL_FROM: mailFrom.optional(),
  /** Jobs' alone: endpoints that are told as well. */
  NOTICE_WEBHOOKS: json(webhooksSchema).optional(),
  /** Private networks in which these may lie. */
  NOTICE_WEBHOOK_NETWORKS: networks.optional(),
  /** Web Push: the key that browsers know this installation by. Without it nobody is told by push. */
  WEB_PUSH_PUBLIC_KEY: pushPublicKey.optional(),
  /** Jobs' alone: signs what is sent to browsers. */
  WEB_PUSH_PRIVATE_KEY: pushPrivateKey.optional(),
  WEB_PUSH_CONTACT: pushContact.optional(),
  /** At which addresses browsers may be reached. */
  WEB_PUSH_SERVICES: pushServices,
  SEAL_SECONDS: seconds(3),
  /** Jobs' alone: the 32 bytes of the Ed25519 key that signs the log's heads, in base64. */
  AUDIT_SIGNING_KEY: z
    .string()
    .regex(/^[A-Za-z0-9+/_-]{43}=?$/, "must be 32 random bytes in base64")
    .optional(),
  /** Instead of that: the ARN of a key of KMS, of the spec ECC_NIST_EDWARDS25519, that nobody can read. */
  AUDIT_SIGNING_KMS_KEY: z
    .string()
    .regex(KMS_KEY_ARN, "must be the ARN of a key of KMS: arn:aws:kms:REGION:ACCOUNT:key/ID, no alias")
    .optional(),
  /** Assumed by jobs to sign with it. */
  AUDIT_SIGNING_ROLE_ARN: roleArn.optional(),
  /** The file to which signed heads are added; where the database's owner can't write. */
  AUDIT_ANCHOR_FILE: z.string().min(1).optional(),
  /** Besides or instead: a bucket with Object Lock, of an account that the portal has no other right in. */
  AUDIT_ANCHOR_BUCKET: bucketAddress.optional(),
  /** The bucket's. */
  AUDIT_ANCHOR_REGION: region.optional(),
  /** Assumed by jobs to write there. */
  AUDIT_ANCHOR_ROLE_ARN: roleArn.optional(),
  /** How long nobody can delete an anchor there; without it as long as the bucket's default retention says. */
  AUDIT_ANCHOR_RETENTION_DAYS: wholeNumber(1, 36_500).optional(),
  /** From where it is known who is on call. */
  ON_CALL_FEEDS: json(onCallFeedsSchema).optional(),
  /** Private networks in which these may lie. */
  ON_CALL_NETWORKS: networks.optional(),
  /** Between two anchored heads. */
  ANCHOR_SECONDS: seconds(60, 600),
  /** How often the log and the trail of running sessions are asked for; CloudTrail takes two calls a second. */
  EVIDENCE_SECONDS: seconds(60),
  /** How long after the first complete line of output a streamed log may take to begin. */
  AGENT_LOG_SECONDS: seconds(180, DAY),
});

export type ParsedSettings = z.infer<typeof shape>;

/** The settings as the program reads them: what follows from others is filled in. */
export type Config = Omit<
  ParsedSettings,
  "GATEWAY_ORIGIN" | "TRUSTED_PROXIES" | "WINDOW_DEFAULT_SECONDS" | "PASSKEY_WAIT_SECONDS" | "STEP_UP"
> & {
  GATEWAY_ORIGIN: string;
  TRUSTED_PROXIES: readonly string[];
  WINDOW_DEFAULT_SECONDS: number;
  PASSKEY_WAIT_SECONDS: number;
  STEP_UP: z.output<typeof stepUpSchema>;
};

/** Every setting there is, in the order of this file. */
export const SETTING_NAMES = shape.keyof().options;
export type SettingName = (typeof SETTING_NAMES)[number];

/** Settings whose value is never shown and never stands in the configuration file. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  "DATABASE_URL",
  "HALLIGAN_SECRET",
  "HALLIGAN_SECRET_SECOND",
  "OIDC_CLIENT_SECRET",
  "AUDIT_SIGNING_KEY",
  "SMTP_URL",
  "NOTICE_WEBHOOKS",
  "WEB_PUSH_PRIVATE_KEY",
  "ON_CALL_FEEDS",
  "HALLIGAN_AWS_ACCESS_KEY_ID",
  "HALLIGAN_AWS_SECRET_ACCESS_KEY",
] satisfies SettingName[]);

export type ProcessName = "web" | "gateway" | "jobs";

/**
 * What only web may have. With these another process could open what people's sign-ins are confirmed with, or speak
 * to the identity provider as the portal.
 */
export const WEB_SECRETS = ["HALLIGAN_SECRET", "HALLIGAN_SECRET_SECOND", "OIDC_CLIENT_SECRET"] as const;
/** What only jobs may have: whoever has it can sign another history, or write to people as the portal. */
export const JOBS_SECRETS = [
  "AUDIT_SIGNING_KEY",
  "SMTP_URL",
  "NOTICE_WEBHOOKS",
  "WEB_PUSH_PRIVATE_KEY",
  "ON_CALL_FEEDS",
] as const;
/** Without these nobody signs in. */
export const WEB_NEEDS = ["HALLIGAN_SECRET", "OIDC_CLIENT_SECRET"] as const;

export const JSON_SETTINGS: ReadonlySet<string> = new Set(
  SETTING_NAMES.filter((name) => isJson(shape.shape[name])),
);

import { createECDH } from "node:crypto";
import { join } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";
import { installSecret, readJson, stateSubfolder } from "../checkout/state-folder.mjs";
import { startService } from "../command/child-process.mjs";
import { closedEnvironment } from "../command/environment.mjs";
import { Refusal } from "../command/refusal.mjs";
import { loopbackAddresses } from "./ports.mjs";

/** Which groups of the demo's identity provider hold which role. */
export const ROLES = {
  engineer: ["engineers"],
  approver: ["sre-leads", "platform-leads"],
  reviewer: ["security-review"],
  administrator: ["halligan-admins"],
};

/**
 * @typedef {"sandbox" | "identity" | "web" | "gateway" | "jobs"} ProcessName
 * @typedef {{ web: number, gateway: number, jobs: number, sandbox: number, identity: number, mail: number }} Ports
 * @typedef {Record<string, string | number | undefined>} Settings an undefined one is left out
 * @typedef {object} Place where a demo or a test world lives
 * @property {string} folder its own folder: secrets, logs, the sandbox's and the provider's state
 * @property {Ports} ports
 * @property {import("../database/login-roles.mjs").DatabaseUrls} urls
 * @property {Settings} [settings] for portal and sandbox, over the defaults
 * @property {boolean} [hasBuckets] whether the provider's calendar says who is on call, heads of the audit are anchored in the sandbox's bucket, too, and the output
 *   of recordings is moved to another of its buckets
 * @property {string} [controlToken] opens the sandbox's control channel
 * @property {string[]} [webAddresses] where web listens, a process for each; every loopback address by default
 */

/** The sandbox first: it says what the account is. They stop in the opposite order. */
export const PROCESS_NAMES = /** @type {const} */ (["sandbox", "identity", "jobs", "gateway", "web"]);

/** @param {Ports} ports */
export function originsOf(ports) {
  return {
    portal: `http://localhost:${ports.web}`,
    gateway: `http://localhost:${ports.gateway}`,
    // Cookies know no ports: another host name keeps the provider's apart from the portal's.
    identity: `http://127.0.0.1:${ports.identity}`,
    sandbox: `http://127.0.0.1:${ports.sandbox}`,
  };
}

/**
 * Starts one process of a place. Web is one process for each of its addresses.
 * @param {ProcessName} name
 * @param {Place} place
 * @template [T=import("../command/child-process.mjs").Service]
 * @param {(program: Parameters<typeof startService>[0]) => Promise<T>} [launch]
 * @returns {Promise<T[]>}
 */
export async function startProcess(name, place, launch = /** @type {any} */ (startService)) {
  const log = join(stateSubfolder(place.folder, "logs"), `${name}.log`);
  const env = environmentOf(name, place);
  const start = (command) => launch({ name: TITLES[name], command, env, log });
  switch (name) {
    case "web":
      return Promise.all(
        (place.webAddresses ?? loopbackAddresses()).map((host) =>
          start([inCheckout("tools", "launch", "run-web.mjs"), host, String(place.ports.web)]),
        ),
      );
    case "gateway":
    case "jobs":
      return [await start(["--enable-source-maps", inCheckout("dist", `${name}.mjs`)])];
    case "sandbox":
      return [await start(["--enable-source-maps", inCheckout("dist", "sandbox", "aws.mjs")])];
    case "identity":
      return [await start(["--enable-source-maps", inCheckout("dist", "sandbox", "identity.mjs")])];
    default:
      throw new TypeError(`no process is called ${name}`);
  }
}

/**
 * Starts processes that do not wait for each other.
 * @param {readonly ProcessName[]} names
 * @param {Place} place
 * @template [T=import("../command/child-process.mjs").Service]
 * @param {(name: ProcessName, started: T[]) => void} onStarted
 * @param {(program: Parameters<typeof startService>[0]) => Promise<T>} [launch]
 */
export async function startProcesses(names, place, onStarted, launch) {
  const starts = names.map(async (name) => onStarted(name, await startProcess(name, place, launch)));
  // All of them, also when one fails: whoever stops the others must know them.
  const failure = (await Promise.allSettled(starts)).find(({ status }) => status === "rejected");
  if (failure) throw failure.reason;
}

const TITLES = {
  sandbox: "The AWS sandbox",
  identity: "The identity provider",
  jobs: "The jobs process",
  gateway: "The gateway",
  web: "The web process",
};

/**
 * The whole environment of one process: nothing of the machine's own but what environment.mjs lets through.
 * @param {ProcessName} name
 * @param {Place} place
 * @returns {Record<string, string>}
 */
export function environmentOf(name, place) {
  const base = closedEnvironment(place.folder);
  const settings = Object.fromEntries(
    Object.entries(place.settings ?? {}).flatMap(([setting, value]) =>
      value === undefined ? [] : [[setting, String(value)]],
    ),
  );
  if (name === "sandbox") {
    return {
      ...base,
      ...only(settings, /^SANDBOX_/),
      SANDBOX_PORT: String(place.ports.sandbox),
      SANDBOX_STATE: sandboxFolder(place),
      ...(place.controlToken ? { SANDBOX_CONTROL_TOKEN: place.controlToken } : {}),
    };
  }
  const client = { id: "halligan", secret: installSecret(place.folder, "oidc-client") };
  const origins = originsOf(place.ports);
  if (name === "identity") {
    return {
      ...base,
      ...only(settings, /^IDP_/),
      IDP_PORT: String(place.ports.identity),
      IDP_MAIL_PORT: String(place.ports.mail),
      IDP_STATE: stateSubfolder(place.folder, "identity"),
      IDP_CLIENT_ID: client.id,
      IDP_CLIENT_SECRET: client.secret,
      IDP_REDIRECT_URIS: `${origins.portal}/api/auth/callback/oidc`,
    };
  }
  return {
    ...base,
    HALLIGAN_WORLD: "sandbox",
    // The sandbox delivers logs and trail at once: there is no reason to ask as rarely as AWS wants to be asked.
    EVIDENCE_SECONDS: "5",
    // Nothing stands before them that would have to see it.
    DRAIN_SECONDS: "0",
    DATABASE_URL: place.urls[name],
    PUBLIC_ORIGIN: origins.portal,
    GATEWAY_ORIGIN: origins.gateway,
    PORT: String(place.ports.web),
    GATEWAY_PORT: String(place.ports.gateway),
    JOBS_PORT: String(place.ports.jobs),
    OIDC_ISSUER: origins.identity,
    OIDC_CLIENT_ID: client.id,
    MAIL_FROM: "Halligan <halligan@example.test>",
    ...pushKeys(name, place),
    ...(name === "web"
      ? { HALLIGAN_SECRET: installSecret(place.folder, "portal"), OIDC_CLIENT_SECRET: client.secret }
      : {}),
    ...(name === "jobs"
      ? {
          AUDIT_SIGNING_KEY: installSecret(place.folder, "audit-signing-key"),
          SMTP_URL: `smtp://127.0.0.1:${place.ports.mail}`,
          AUDIT_ANCHOR_FILE: join(place.folder, "audit-anchors.txt"),
          ...(place.hasBuckets ? { ...anchorBucket(place), ...onCallFeed(place) } : {}),
        }
      : {}),
    ...(place.hasBuckets ? recordingBucket(name, place) : {}),
    HALLIGAN_ROLES: JSON.stringify(ROLES),
    HALLIGAN_ACCOUNTS: JSON.stringify(readCredentials(place).accounts),
    ...awsAccess(name, place),
    ...without(
      settings,
      name === "web" ? /^(SANDBOX|IDP)_/ : /^(SANDBOX|IDP|HALLIGAN_SECRET)_|^HALLIGAN_SECRET$/,
    ),
  };
}

/**
 * What the sandbox wrote at its start: endpoint, users, and the accounts as the portal is told them.
 * @param {Place} place
 */
export function readCredentials(place) {
  const found = readJson(join(sandboxFolder(place), "credentials.json"));
  if (!found) throw new Refusal(`The AWS sandbox left no credentials.json in ${sandboxFolder(place)}.`);
  return found;
}

/**
 * What the AWS CLI needs to be an operator of the sandbox's account.
 * @param {Place} place
 * @returns {Record<string, string>}
 */
export function operatorEnvironment(place) {
  const { endpoint, region, users } = readCredentials(place);
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: users.operator.accessKeyId,
    AWS_SECRET_ACCESS_KEY: users.operator.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** Gateway and jobs are two users of the account; the web process is none. */
function awsAccess(name, place) {
  if (name === "web") return {};
  const { endpoint, users } = readCredentials(place);
  return {
    HALLIGAN_AWS_ENDPOINT: endpoint,
    HALLIGAN_AWS_ACCESS_KEY_ID: users[name].accessKeyId,
    HALLIGAN_AWS_SECRET_ACCESS_KEY: users[name].secretAccessKey,
  };
}

/** A bucket of another account, as production has one. */
function anchorBucket(place) {
  const { bucket, region, roleArn } = readCredentials(place).anchors;
  return { AUDIT_ANCHOR_BUCKET: bucket, AUDIT_ANCHOR_REGION: region, AUDIT_ANCHOR_ROLE_ARN: roleArn };
}

/** Jobs writes there and gateway reads; neither is told the other's role. */
function recordingBucket(name, place) {
  if (name === "web") return {};
  const { bucket, region, writerRoleArn, readerRoleArn } = readCredentials(place).recordings;
  return {
    ...{ RECORDING_BUCKET: bucket, RECORDING_REGION: region },
    ...(name === "jobs"
      ? { RECORDING_WRITER_ROLE_ARN: writerRoleArn }
      : { RECORDING_READER_ROLE_ARN: readerRoleArn }),
  };
}

/** Who is on call, as the stand-in provider's calendar says. */
function onCallFeed(place) {
  const url = `http://127.0.0.1:${place.ports.identity}/on-call.ics`;
  const feeds = [{ name: "sre", group: "sre-leads", format: "ical", url }];
  return { ON_CALL_FEEDS: JSON.stringify(feeds), ON_CALL_NETWORKS: "127.0.0.1" };
}

function sandboxFolder(place) {
  return stateSubfolder(place.folder, "sandbox");
}

function only(settings, pattern) {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => pattern.test(name)));
}

function without(settings, pattern) {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !pattern.test(name)));
}

/** What browsers know this installation by, and, for jobs alone, what signs messages to them. */
function pushKeys(name, place) {
  const privateKey = installSecret(place.folder, "web-push");
  const pair = createECDH("prime256v1");
  pair.setPrivateKey(Buffer.from(privateKey, "base64url"));
  return {
    WEB_PUSH_PUBLIC_KEY: pair.getPublicKey().toString("base64url"),
    WEB_PUSH_CONTACT: "mailto:halligan@example.test",
    ...(name === "jobs" ? { WEB_PUSH_PRIVATE_KEY: privateKey } : {}),
  };
}

import { join } from "node:path";
import { tsImport } from "tsx/esm/api";
import { inCheckout } from "../checkout/checkout.mjs";
import { installSecret, readJson, stateSubfolder } from "../checkout/state-folder.mjs";
import { startService } from "../command/child-process.mjs";
import { closedEnvironment, passedOn } from "../command/environment.mjs";
import { step } from "../command/progress.mjs";
import { ROLES } from "../launch/portal-processes.mjs";
import { freePort } from "../launch/ports.mjs";
import { migrateDatabase, startDatabase } from "./machine/database.mjs";
import { startMachineRoles } from "./machine/machine-roles.mjs";
import { defineUnit } from "./machine/units.mjs";
import { AWS_NAMES, AWS_SUFFIX, CERTIFIED, DATABASE, ISSUER, ORIGIN, PORTAL, PROVIDER } from "./names.mjs";
import { startBrowserProxy } from "./network/browser-proxy.mjs";
import { openCertificates } from "./network/certificates.mjs";
import { startPortalProxy } from "./network/portal-proxy.mjs";
import { startTlsFront } from "./network/tls-front.mjs";

/** Of each process so many; each pair is started, killed and rolled by itself. */
const COUNT = 2;

/**
 * @typedef {object} Rehearsal a portal in production with everything that production needs, on this machine
 * @property {string} folder
 * @property {import("./network/certificates.mjs").Certificates} certificates
 * @property {number} browserPort of the proxy for browsers
 * @property {import("./machine/units.mjs").Unit[]} units
 * @property {import("./machine/database.mjs").RehearsalDatabase} database
 * @property {{ accountId: string, regions: string[] }[]} accounts as the portal is told them
 * @property {Outside} aws
 * @property {Outside} provider
 *
 * @typedef {object} Outside something that the portal needs and that may be away
 * @property {() => Promise<void>} leave nothing answers under its name any more
 * @property {() => Promise<void>} comeBack
 */

/**
 * Starts a rehearsal. What was started is handed to `onStarted` at once, so that a start that fails can be put away.
 * @param {object} options
 * @param {string} options.state the rehearsal's state folder
 * @param {string} options.programs folder of PostgreSQL's programs
 * @param {number} options.browserPort
 * @param {(stop: () => Promise<void>) => void} options.onStarted
 * @param {(sentence: string) => void} options.tell what happens to the processes later
 * @returns {Promise<Rehearsal>}
 */
export async function startRehearsal({ state, programs, browserPort, onStarted, tell }) {
  const certificates = await openCertificates(state, CERTIFIED);
  const database = await step("Starting the database", () => startDatabase(state, programs, certificates));
  onStarted(database.stop);
  const { aws, sandboxFolder } = await startAws(state, certificates, onStarted);
  const provider = await startProvider(state, certificates, onStarted);
  const routes = {
    [DATABASE]: database.port(),
    [PROVIDER]: provider.port(),
    [`*${AWS_SUFFIX}`]: aws.port(),
  };
  const way = { ...network(routes, certificates) };
  await step("Migrating the database", () => migrateDatabase(database, way));
  await database.grantGroups();

  const { prepareAccounts, credentialsOf } = await tsImport("./accounts.ts", import.meta.url);
  const credentials = readJson(join(sandboxFolder, "credentials.json"));
  const accounts = await step("Deploying the roles of infra/", () => prepareAccounts(credentials));
  const machines = await startMachineRoles((holder) => credentialsOf(credentials, holder));
  onStarted(machines.close);

  const ports = await unitPorts();
  const units = ports.map(({ kind, number, port }) =>
    defineUnit({
      ...{ kind, port, tell, name: `${kind}-${number}`, folder: stateSubfolder(state, "logs") },
      env: {
        ...closedEnvironment(state),
        ...way,
        ...settingsOf({ kind, port, state, accounts, url: database.urls[kind] }),
        ...roleOf(kind, machines),
      },
    }),
  );
  onStarted(async () => {
    for (const kind of ["web", "gateway", "jobs"])
      await Promise.all(units.filter((unit) => unit.kind === kind).map((unit) => unit.stop()));
  });
  await step("Starting two of each process", () => Promise.all(units.map((unit) => unit.start())));
  const portal = await startPortalProxy({
    credential: certificates.of(PORTAL),
    backends: ports.flatMap(({ kind, port }) => (kind === "jobs" ? [] : [{ kind, port }])),
  });
  onStarted(portal.close);
  const browser = await startBrowserProxy({
    port: browserPort,
    routes: () => ({ [PORTAL]: portal.port, [PROVIDER]: provider.port() }),
  });
  onStarted(browser.close);
  return { folder: state, certificates, browserPort: browser.port, units, database, aws, provider, accounts };
}

/** How each process of the portal finds the names and trusts who speaks there. */
function network(routes, certificates) {
  return {
    NODE_OPTIONS: `--import ${new URL("./network/resolver.mjs", import.meta.url).href}`,
    NODE_EXTRA_CA_CERTS: certificates.bundle,
    REHEARSAL_ROUTES: JSON.stringify(routes),
  };
}

/** What an operator would write into a unit's environment, and nothing else. */
function settingsOf({ kind, port, state, accounts, url }) {
  const ports = { web: "PORT", gateway: "GATEWAY_PORT", jobs: "JOBS_PORT" };
  return {
    HALLIGAN_WORLD: "production",
    DATABASE_URL: url,
    PUBLIC_ORIGIN: ORIGIN,
    [ports[kind]]: String(port),
    TRUSTED_PROXIES: "127.0.0.1",
    OIDC_ISSUER: ISSUER,
    OIDC_CLIENT_ID: "halligan",
    // Its walk approves by calls, without a browser that could prove anything.
    STEP_UP: '{"production":"none"}',
    HALLIGAN_ROLES: JSON.stringify(ROLES),
    HALLIGAN_ACCOUNTS: JSON.stringify(accounts),
    ...(kind === "jobs"
      ? {
          AUDIT_SIGNING_KEY: installSecret(state, "audit-signing-key"),
          AUDIT_ANCHOR_FILE: join(state, "audit-anchors.txt"),
        }
      : {}),
    ...(kind === "web"
      ? {
          HALLIGAN_SECRET: installSecret(state, "portal"),
          OIDC_CLIENT_SECRET: installSecret(state, "oidc-client"),
        }
      : {}),
  };
}

/** Of the closed environment one thing is opened for jobs: they ask the instance, which is ours. */
function roleOf(kind, machines) {
  if (kind === "web") return {};
  return kind === "gateway" ? machines.gateway : { AWS_EC2_METADATA_DISABLED: "false", ...machines.jobs };
}

async function unitPorts() {
  const kinds = ["jobs", "gateway", "web"].flatMap((kind) =>
    Array.from({ length: COUNT }, (_, index) => ({ kind, number: index + 1 })),
  );
  const units = [];
  for (const unit of kinds) {
    let port = await freePort();
    while (units.some((other) => other.port === port)) port = await freePort();
    units.push({ ...unit, port });
  }
  return units;
}

async function startAws(state, certificates, onStarted) {
  const sandboxFolder = stateSubfolder(state, "sandbox");
  const port = await freePort();
  const service = await step("Starting the AWS sandbox", () =>
    startService({
      name: "The AWS sandbox",
      command: ["--enable-source-maps", inCheckout("dist", "sandbox", "aws.mjs")],
      env: {
        ...closedEnvironment(state),
        SANDBOX_PORT: String(port),
        SANDBOX_STATE: sandboxFolder,
        SANDBOX_AWS_NAMES: "1",
      },
      log: join(stateSubfolder(state, "logs"), "sandbox.log"),
    }),
  );
  onStarted(() => service.stop(3_000));
  const [name = ""] = AWS_NAMES;
  return { sandboxFolder, aws: await outside(certificates.of(name), port, service, onStarted) };
}

async function startProvider(state, certificates, onStarted) {
  const port = await freePort();
  const service = await step("Starting the identity provider", () =>
    startService({
      name: "The identity provider",
      command: ["--enable-source-maps", inCheckout("dist", "sandbox", "identity.mjs")],
      env: {
        ...closedEnvironment(state),
        IDP_PORT: String(port),
        IDP_STATE: stateSubfolder(state, "identity"),
        IDP_CLIENT_ID: "halligan",
        IDP_CLIENT_SECRET: installSecret(state, "oidc-client"),
        IDP_REDIRECT_URIS: `${ORIGIN}/api/auth/callback/oidc`,
        IDP_ISSUER: ISSUER,
      },
      log: join(stateSubfolder(state, "logs"), "identity.log"),
    }),
  );
  onStarted(() => service.stop(3_000));
  return outside(certificates.of(PROVIDER), port, service, onStarted);
}

/**
 * Puts TLS in front of a program. While it is away the program is frozen with every connection open: who is connected
 * hears nothing any more, and who connects anew is not answered, as when a network is cut.
 */
async function outside(credential, port, service, onStarted) {
  const front = await startTlsFront(credential, () => port);
  onStarted(front.close);
  // A frozen program would not hear that it is to stop.
  onStarted(async () => void process.kill(service.pid, "SIGCONT"));
  return {
    port: () => front.port,
    leave: async () => void process.kill(service.pid, "SIGSTOP"),
    comeBack: async () => void process.kill(service.pid, "SIGCONT"),
  };
}

/**
 * @param {Rehearsal} rehearsal
 * @returns {Record<string, string>} what `halligan verify` needs beside the owner's address, as an operator would run it
 */
export function operatorEnvironment(rehearsal) {
  const routes = { [DATABASE]: rehearsal.database.port() };
  return { ...passedOn(), ...network(routes, rehearsal.certificates) };
}

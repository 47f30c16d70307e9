import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { OffsetClock } from "./clock";
import { answerControl } from "./control";
import { dispatch } from "./dispatch";
import { Faults } from "./faults";
import { agentMay } from "./iam/agent-rights";
import {
  ACCOUNTS,
  credentialsFile,
  SIGNING,
  seedAccounts,
  seedResources,
  seedUserKeys,
} from "./seed/account";
import { awsOwnedDocuments } from "./seed/documents";
import { seedOutsideSession } from "./seed/outside-session";
import { CONTROL_PATH, type Listening, listen, plain } from "./server";
import { isForS3, serveS3 } from "./services/s3/dispatch";
import type { SessionPort, SessionPortDeps } from "./sessions/session-port";
import { openCredentialStore } from "./stores/credential-store";
import { openDocumentStore } from "./stores/document-store";
import { openIamStore } from "./stores/iam-store";
import { type Install, openInstall, writePrivateFile } from "./stores/install";
import { agentKeys } from "./stores/key-agent";
import { openKeyStore } from "./stores/key-store";
import { openLogStore } from "./stores/log-store";
import { agentObjects } from "./stores/object-agent";
import { openObjectStore } from "./stores/object-store";
import { openTrail } from "./stores/trail";
import { messagesOrigin } from "./wire/aws-names";
import type { World } from "./world";

export interface SandboxOptions {
  /** Folder of its own, made with mode 0700. */
  stateDir: string;
  /** 0 for any free port. */
  port: number;
  /** Turns the control channel on. */
  controlToken?: string | undefined;
  /** After how many seconds a data channel's socket is closed, as AWS does about hourly. */
  socketSeconds: number;
  shellUid?: number;
  /** Answers under AWS's own names too and gives its addresses of data channels: TLS is ended in front of it. */
  hasAwsNames?: boolean;
  /** Begins with a session that somebody opened past the portal, for the demo. */
  hasStory?: boolean;
  clock?: OffsetClock;
  createSessionPort(deps: SessionPortDeps): SessionPort;
}

export interface Sandbox {
  port: number;
  /** `http://127.0.0.1:<port>` */
  endpoint: string;
  install: Install;
  world: World;
  clock: OffsetClock;
  faults: Faults;
  close(): Promise<void>;
}

/** Starts the account: opens its journals, listens, and writes credentials.json. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { stateDir } = options;
  const clock = options.clock ?? new OffsetClock();
  const faults = new Faults();
  const install = openInstall(
    stateDir,
    ACCOUNTS.map(({ accountId }) => accountId),
  );
  const credentials = openCredentialStore(stateDir, clock);
  const documents = openDocumentStore(stateDir, awsOwnedDocuments());
  const logs = openLogStore(stateDir, clock);
  const objects = openObjectStore(stateDir);
  const keys = openKeyStore(stateDir, ACCOUNTS, SIGNING, clock.now());
  const trail = openTrail(stateDir);
  seedResources({ documents, logs, objects }, clock.now());
  const accounts = seedAccounts(install);
  const iam = openIamStore(stateDir, accounts);
  let listening: Listening | undefined;
  const sessions = options.createSessionPort({
    stateDir,
    origin: (region) =>
      options.hasAwsNames ? messagesOrigin(region) : `ws://127.0.0.1:${listening?.port ?? options.port}`,
    clock,
    logs,
    objects: agentObjects(objects, () => clock.now()),
    keys: agentKeys(keys),
    socketSeconds: options.socketSeconds,
    agentMay: (node, action, resource, encryptionContext) =>
      agentMay(accounts, node, {
        ...{ action, resource, now: clock.now() },
        ...(encryptionContext ? { encryptionContext } : {}),
      }),
    ...(options.shellUid === undefined ? {} : { shellUid: options.shellUid }),
  });
  const userKeys = seedUserKeys(install);
  const world: World = {
    clock,
    accounts,
    iam,
    userKeys,
    usedMfaSteps: new Map(),
    credentials,
    documents,
    keys,
    logs,
    objects,
    trail,
    sessions,
  };
  if (options.hasStory) seedOutsideSession(world);
  const closeStores = async () => {
    await sessions.close();
    for (const store of [credentials, documents, iam, keys, logs, objects, trail]) store.close();
  };
  const control = { token: options.controlToken, clock, faults, world };
  try {
    listening = await listen(options.port, {
      request: async (request, body) => {
        if ((request.url ?? "").startsWith(CONTROL_PATH)) return answerControl(request, body, control);
        if (request.method !== "POST" && !isPresigned(request))
          return plain(405, "The account speaks AWS's protocols: POST.");
        return dispatch(
          { method: request.method ?? "", url: request.url ?? "/", headers: request.headers, body },
          world,
          faults,
        );
      },
      stream: (request, response) => {
        if ((request.url ?? "").startsWith(CONTROL_PATH) || !isForS3(request)) return false;
        void serveS3(request, response, world, faults);
        return true;
      },
      upgrade: (request, socket, head) => sessions.handleUpgrade(request, socket, head),
      hasAwsNames: options.hasAwsNames ?? false,
    });
  } catch (error) {
    await closeStores();
    throw error;
  }
  const { port, close } = listening;
  const endpoint = `http://127.0.0.1:${port}`;
  writePrivateFile(
    join(stateDir, "credentials.json"),
    JSON.stringify(credentialsFile(endpoint, install), null, 2),
  );
  return {
    port,
    endpoint,
    install,
    world,
    clock,
    faults,
    close: async () => {
      // First the sessions: their sockets would keep the server open.
      await sessions.close();
      await close();
      for (const store of [credentials, documents, iam, keys, logs, objects, trail]) store.close();
    },
  };
}

function isPresigned(request: IncomingMessage): boolean {
  return /[?&]X-Amz-Signature=/i.test(request.url ?? "");
}

import { type AwsSessionRow, listActiveSessions } from "@/lib/aws/sessions";
import { createRequest } from "@/lib/grants/requesting/create-request";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { type Login, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { startWorld } from "../../../tools/world.mjs";
import { createSession } from "../opening/create-session";
import { runTask } from "./store";

export const gateway: SystemActor = { kind: "system", name: "gateway", origin: "gateway-under-test" };

/** A database with people and nodes, and the AWS sandbox as a process of its own. */
export interface AwsWorld {
  people: World["people"];
  owner: World["owner"];
  gatewayId: string;
  /** Plays a process: its database login and its user in AWS. */
  as: (login: Login) => Promise<void>;
  /** Keys of the account's operator, who is nobody of the portal's. */
  operator: { accessKeyId: string; secretAccessKey: string };
  /** A command of the sandbox's control channel. */
  control: (command: string, body: object) => Promise<unknown>;
  /** A grant on ledger-3 (staging: the rule asks for nobody) and a session under it, created and not opened. */
  createdSession: (
    person: PersonActor,
    windowSeconds?: number,
  ) => Promise<{ sessionId: SessionId; grantId: string }>;
  /** What AWS has open now, as the closer sees it. Leaves this process as jobs. */
  active: () => Promise<AwsSessionRow[]>;
  /** Runs the queue's jobs of a name once each, as the worker would. */
  work: (name: string) => Promise<void>;
  close: () => Promise<void>;
}

export async function openAwsWorld(settings: Readonly<Record<string, string>> = {}): Promise<AwsWorld> {
  const outside = await startWorld({ processes: ["sandbox"] });
  const { accounts, credentials, endpoint } = outside.sandbox;
  const world = await openWorld({
    // The first account is staging, so that a tag shows what it raises and ledger-3 needs no decision.
    HALLIGAN_ACCOUNTS: JSON.stringify(accounts),
    HALLIGAN_AWS_ENDPOINT: endpoint,
    WINDOW_MIN_SECONDS: "1",
    ...settings,
  });
  const as = async (login: Login) => {
    await world.as(login);
    const keys = credentials[login];
    Object.assign(config(), {
      HALLIGAN_AWS_ACCESS_KEY_ID: keys?.accessKeyId,
      HALLIGAN_AWS_SECRET_ACCESS_KEY: keys?.secretAccessKey,
    });
  };
  const [connected] = config().HALLIGAN_ACCOUNTS;
  if (!connected) throw new TypeError("no account is configured");
  return {
    people: world.people,
    owner: world.owner,
    gatewayId: newId("process"),
    operator: credentials.operator ?? { accessKeyId: "", secretAccessKey: "" },
    as,
    control: (command, body) => outside.sandbox.control(command, body),
    createdSession: async (person, windowSeconds = 600) => {
      await as("web");
      const { grantId = "" } = await createRequest(person, {
        nodeIds: [NODES.ledger],
        justification: "Worker stuck, queue grows",
        incident: "INC-4711",
        windowSeconds,
      });
      const { sessionId } = await createSession(person, { grantId, nodeId: NODES.ledger });
      return { sessionId, grantId };
    },
    active: async () => {
      await as("jobs");
      return listActiveSessions({ account: connected, region: "eu-west-1" });
    },
    work: async (name) => {
      await as("jobs");
      await runTask(name);
    },
    close: async () => {
      await world.close();
      await outside.stop();
    },
  };
}

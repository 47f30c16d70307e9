import { closeDatabase, inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { newConnection } from "@/lib/db/connection/connect";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import type { InventoryNode } from "@/lib/nodes/inventory/inventory-node";
import { saveInventory } from "@/lib/nodes/inventory/save-inventory";
import { rolesOf } from "@/lib/people/roles";
import { lockOrCreatePerson, savePerson } from "@/lib/people/store";
import { createTestDatabase } from "../../../tools/database/test-database.mjs";

export type Login = "web" | "gateway" | "jobs";

export const jobs: SystemActor = { kind: "system", name: "jobs", origin: "job-under-test" };

/** The nodes of the demo's story. */
export const NODES = {
  payments: "i-0f3a9c41d7e25b91c",
  ledger: "i-0b7d20e94a6c8135f",
  search: "i-04c8e6f1b92d7a350",
  edge: "i-0a91d3b75c4e2f860",
} as const;

const ACCOUNT = { accountId: "111122223333", name: "core", regions: ["eu-west-1"] };

/** The same as HALLIGAN_ACCOUNTS holds it; staging, so that tags show what they raise. */
export const account = { ...ACCOUNT, protection: "staging" as const };

export interface World {
  /** Uses the database as this process does, with its privileges and no others. */
  as: (login: Login) => Promise<void>;
  people: Record<Name, PersonActor>;
  /**
   * Runs one statement as the tables' owner, who is nobody of the processes.
   * @param options.past a table whose triggers are off meanwhile
   */
  owner: (sql: string, options?: { past?: string }) => Promise<void>;
  close: () => Promise<void>;
}

/**
 * A database of its own with the named people and four nodes in it, and this process's configuration set to it.
 * Starts as the web process.
 */
export async function openWorld(settings: Readonly<Record<string, string>> = {}): Promise<World> {
  const database = await createTestDatabase();
  Object.assign(process.env, testEnvironment(database.urls.web), settings);
  const as = async (login: Login) => {
    await closeDatabase();
    // One process, one login; a test plays several processes one after the other.
    config().DATABASE_URL = database.urls[login];
  };
  const people = await enterPeople();
  await as("jobs");
  await saveInventory(jobs, { account, nodes: demoNodes(), failure: null });
  await as("web");
  return {
    as,
    people,
    owner: (sql, { past } = {}) => asOwner(database.urls.owner, sql, past),
    close: async () => {
      await closeDatabase();
      await database.drop();
    },
  };
}

async function asOwner(url: string, sql: string, past: string | undefined): Promise<void> {
  const connection = newConnection(url);
  await connection.connect();
  try {
    if (past !== undefined) await connection.query(`alter table ${past} disable trigger user`);
    await connection.query(sql);
    if (past !== undefined) await connection.query(`alter table ${past} enable trigger user`);
  } finally {
    await connection.end();
  }
}

const GROUPS = {
  ana: ["engineers", "payments-oncall"],
  ben: ["engineers", "sre-leads"],
  cleo: ["security-review"],
  dov: ["halligan-admins"],
  eve: [],
  fay: ["platform-leads", "halligan-admins"],
  /** A second engineer, and an approver who asks and reviews too: for what those pairs must not do. */
  gus: ["engineers"],
  hal: ["engineers", "sre-leads", "security-review", "halligan-admins"],
} as const;
export type Name = keyof typeof GROUPS;

const FULL_NAMES = {
  ana: "Ana Duarte",
  ben: "Ben Okafor",
  cleo: "Cleo Marchetti",
  dov: "Dov Lindqvist",
  eve: "Eve Novak",
  fay: "Fay Tanaka",
  gus: "Gus Moreau",
  hal: "Hal Virtanen",
} as const satisfies Record<Name, string>;

async function enterPeople(): Promise<Record<Name, PersonActor>> {
  return {
    ana: await enter("ana"),
    ben: await enter("ben"),
    cleo: await enter("cleo"),
    dov: await enter("dov"),
    eve: await enter("eve"),
    fay: await enter("fay"),
    gus: await enter("gus"),
    hal: await enter("hal"),
  };
}

async function enter(subject: Name): Promise<PersonActor> {
  const name = FULL_NAMES[subject];
  const groups = [...GROUPS[subject]];
  const roles = rolesOf(groups, config().HALLIGAN_ROLES);
  return inTransaction(async (tx) => {
    const groupsReadAt = await databaseNow(tx);
    const { id } = await lockOrCreatePerson(tx, {
      ...{ id: newId("person"), issuer: config().OIDC_ISSUER, subject, name },
      readAt: groupsReadAt,
    });
    await savePerson(tx, id, { groups, roles, groupsReadAt });
    const signInId = newId("signIn");
    return { kind: "person", id, name, roles, groups, groupsReadAt, signInId, origin: `test-${subject}` };
  });
}

/** What an inventory of the demo's account answers. */
export function demoNodes(): InventoryNode[] {
  const node = (id: string, name: string, tags: Record<string, string>): InventoryNode => ({
    ...{ id, name, tags: { ...tags, Name: name } },
    region: "eu-west-1",
    hostName: `ip-10-0-3-${name.length}.eu-west-1.compute.internal`,
    platform: "Amazon Linux 2023",
    agentVersion: "3.3.1142.0",
    ip: "10.0.3.17",
    isOnline: true,
    pingAt: new Date(),
  });
  return [
    node(NODES.payments, "payments-api-2", {
      Env: "prod",
      Team: "payments",
      Service: "payments-api",
      Tier: "1",
    }),
    node(NODES.ledger, "ledger-3", { Env: "staging", Team: "ledger", Service: "ledger-worker", Tier: "2" }),
    node(NODES.search, "search-1", { Env: "prod", Team: "search", Service: "search", Tier: "2" }),
    node(NODES.edge, "edge-proxy-1", { Env: "prod", Team: "edge", Service: "edge-proxy", Tier: "0" }),
  ];
}

/** Another node like payments-api-2, as its replacement would be. */
export function productionNode(id: string, name = "payments-api-2"): InventoryNode {
  const [node] = demoNodes().filter((known) => known.id === NODES.payments);
  if (!node) throw new TypeError("the demo has no payments-api-2");
  return { ...node, id, name, tags: { ...node.tags, Name: name } };
}

/** Another node like ledger-3. */
export function stagingNode(id: string, name = "ledger-3"): InventoryNode {
  const [node] = demoNodes().filter((known) => known.id === NODES.ledger);
  if (!node) throw new TypeError("the demo has no ledger-3");
  return { ...node, id, name, tags: { ...node.tags, Name: name } };
}

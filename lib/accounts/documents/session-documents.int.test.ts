import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { listEvents } from "@/lib/audit/lists/list-events";
import { createDocument } from "@/lib/aws/documents";
import { reading } from "@/lib/db/client";
import { type AccountConfig, config } from "@/lib/kernel/config/config";
import { jobs } from "@/lib/requests/testing/world";
import { type AwsWorld, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { createSessionDocument } from "./create-session-document";
import { orderSessionDocument } from "./order-session-document";
import { readSessionDocuments } from "./read-session-documents";
import { expectedDocument } from "./session-document";
import { findDocuments } from "./store";

const REGION = "eu-west-1";
let world: AwsWorld;
let account: AccountConfig;
let untouched: AccountConfig;
beforeAll(async () => {
  world = await openAwsWorld();
  const [first] = config().HALLIGAN_ACCOUNTS;
  if (!first) throw new TypeError("no account is configured");
  account = first;
  untouched = structuredClone(first);
});
afterEach(async () => {
  Object.assign(account, structuredClone(untouched));
  await world.control("calm", {});
});
afterAll(() => world.close());

const place = () => ({ accountId: account.accountId, region: REGION });
const nameOf = () => expectedDocument(account).name;
async function look() {
  await world.as("jobs");
  await readSessionDocuments({ account, region: REGION });
}
const stateOf = async (name: string) =>
  (await findDocuments(reading())).find((one) => one.name === name)?.state;
async function order() {
  await world.as("web");
  return orderSessionDocument(world.people.dov, place());
}
async function create() {
  await world.as("jobs");
  await createSessionDocument(jobs, place());
}
/** What somebody else created. */
const put = (name: string, content: string) => createDocument({ account, region: REGION }, { name, content });
const events = async (name: string) =>
  (await listEvents(world.people.dov, {})).rows
    .filter(({ code, data }) => code.startsWith("document.") && data.document === name)
    .map(({ code, outcome }) => `${code} ${outcome}`)
    .reverse();

describe("the session document of an account", () => {
  it("is ready where the account was set up: the sandbox has the one that we would make", async () => {
    await look();
    expect(account.documentName).toBe(nameOf());
    expect(await stateOf(nameOf())).toBe("ready");
  });

  it("is another one with other settings: missing, ordered, created, read back, on record", async () => {
    account.sessionDocument.maxMinutes = 30;
    const name = nameOf();
    await look();
    expect([await stateOf(name), await stateOf(account.documentName)]).toEqual(["missing", "ready"]);
    expect(await order()).toEqual({ name });
    expect(await stateOf(name)).toBe("wanted");
    // Not there yet is what it is while it is on its way, not missing.
    await look();
    expect(await stateOf(name)).toBe("wanted");
    await order();
    await create();
    await create();
    expect(await stateOf(name)).toBe("ready");
    await look();
    expect(await stateOf(name)).toBe("ready");
    expect(await events(name)).toEqual(["document.ordered done", "document.created done"]);
  });

  it("that was created while the answer was lost is read back all the same", async () => {
    account.sessionDocument.maxMinutes = 31;
    await order();
    await world.control("fail", { action: "ssm:CreateDocument", count: 1, afterEffect: true });
    await create();
    expect(await stateOf(nameOf())).toBe("ready");
  });

  it("that AWS refuses to create is said to have failed, with AWS's words, and can be ordered again", async () => {
    account.sessionDocument.maxMinutes = 32;
    account.authorRoleArn = untouched.readerRoleArn;
    const name = nameOf();
    await order();
    await create();
    const [failed] = (await findDocuments(reading())).filter((one) => one.name === name);
    expect(failed).toMatchObject({
      ...{ state: "failed", createdById: world.people.dov.id },
      detail: expect.stringContaining("is not authorized to perform: ssm:CreateDocument"),
    });
    account.authorRoleArn = untouched.authorRoleArn;
    await order();
    await create();
    expect(await stateOf(name)).toBe("ready");
    expect(await events(name)).toEqual([
      ...[
        "document.ordered done",
        "document.failed failed",
        "document.ordered done",
        "document.created done",
      ],
    ]);
  });

  it("that says something else than its name is told from one that is right", async () => {
    account.sessionDocument.maxMinutes = 33;
    const name = nameOf();
    const foreign = "Halligan-Shell-60m-12345678";
    account.documentName = foreign;
    await world.as("jobs");
    await put(foreign, expectedDocument(account).content);
    await look();
    expect(await stateOf(foreign)).toBe("differs");
    await put(name, expectedDocument(untouched).content);
    await order();
    await create();
    expect(await stateOf(name)).toBe("differs");
    expect(await events(name)).toEqual(["document.ordered done", "document.failed failed"]);
  });
});

describe("ordering a document", () => {
  it("is an administrator's", async () => {
    await world.as("web");
    for (const person of [world.people.ana, world.people.eve, world.people.cleo])
      await expect(orderSessionDocument(person, place())).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });

  it("is refused where nobody may create one, and where nothing is connected", async () => {
    await world.as("web");
    const { dov } = world.people;
    await expect(orderSessionDocument(dov, { ...place(), region: "mars-north-1" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    delete account.authorRoleArn;
    await expect(orderSessionDocument(dov, place())).rejects.toMatchObject({ code: "AUTHOR_MISSING" });
  });

  it("that is there already orders nothing", async () => {
    await look();
    await order();
    expect(await stateOf(nameOf())).toBe("ready");
    expect(await events(nameOf())).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import type { Role } from "@/lib/kernel/config/config";
import { allow } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { appendEvent } from "../append-event";
import { sealDue } from "../sealing/seal-batch";
import { exportList } from "./export-list";
import { type AuditFilter, countEvents, isSubjectId, listAuditLines, listEvents } from "./list-events";
import type { AuditRow } from "./views";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
const requestId = newId("request");
let database: TestDatabase;
let cleo: PersonActor;

beforeAll(async () => {
  database = await openTestDatabase();
  cleo = person("Cleo Marchetti", ["reviewer"]);
  await database.asSuperuser((client) =>
    client.query(
      "insert into people (id, issuer, subject, name, groups_read_at) values ($1, 'i', 'cleo', $2, now())",
      [cleo.id, cleo.name],
    ),
  );
  await database.as("jobs");
  await inTransaction(async (tx) => {
    await appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId: "i-1" } });
    await appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId: "i-2" } });
  });
  await database.as("web");
  await inTransaction(async (tx) => {
    await appendEvent(tx, {
      code: "request.created",
      actor: cleo,
      subject: { requestId },
      data: { nodes: ["i-1"] },
    });
    await appendEvent(tx, {
      code: "request.approved",
      outcome: "refused",
      actor: cleo,
      subject: { requestId },
    });
  });
  await database.as("jobs");
  await sealDue();
  await database.as("web");
  await inTransaction((tx) =>
    appendEvent(tx, { code: "request.withdrawn", actor: cleo, subject: { requestId } }),
  );
});
afterAll(() => database.close());

function person(name: string, roles: Role[]): PersonActor {
  const [id, signInId] = [newId("person"), newId("signIn")];
  return { kind: "person", id, name, roles, groups: [], groupsReadAt: new Date(), signInId, origin: "test" };
}

const codes = (rows: readonly AuditRow[]) => rows.map(({ code }) => code);

describe("the list of audit events", () => {
  it("has everything, youngest first, with names and seals", async () => {
    const { rows, nextCursor } = await listEvents(cleo);
    expect(codes(rows)).toEqual([
      ...["request.withdrawn", "request.approved", "request.created", "node.found", "node.found"],
    ]);
    expect(rows.map(({ actorName }) => actorName)).toEqual([
      ...Array(3).fill("Cleo Marchetti"),
      "jobs",
      "jobs",
    ]);
    expect(rows.map(({ batchNumber }) => batchNumber)).toEqual([null, 1, 1, 1, 1]);
    expect(rows[2]?.data).toEqual({ nodes: ["i-1"] });
    expect(nextCursor).toBeNull();
  });

  it.each<[string, () => AuditFilter, number]>([
    ["a code", () => ({ code: "node.found" }), 2],
    ["an outcome", () => ({ outcome: "refused" }), 1],
    ["a person", () => ({ actorId: cleo.id }), 3],
    ["a process", () => ({ actorId: "jobs" }), 2],
    ["what it is about", () => ({ subjectId: requestId }), 3],
    ["a node", () => ({ subjectId: "i-2" }), 1],
    ["a time that is over", () => ({ until: new Date("2020-01-01T00:00:00Z") }), 0],
    ["a time to come", () => ({ from: new Date("2220-01-01T00:00:00Z") }), 0],
    ["part of the name of who did it", () => ({ actorName: "marchet" }), 3],
    ["somebody's name", () => ({ search: "cleo" }), 3],
    ["two words of which one is nowhere", () => ({ search: "cleo nowhere" }), 0],
    ["several at once", () => ({ code: "request.created", actorId: cleo.id, subjectId: requestId }), 1],
    ["what nobody wrote", () => ({ subjectId: "' or true --" }), 0],
  ])("can be narrowed to %s", async (_title, filter, count) => {
    expect((await listEvents(cleo, filter())).rows).toHaveLength(count);
    expect(await countEvents(cleo, filter())).toEqual({ count, isMore: false });
  });

  it("joins an intent to its result, also over the edge of a page, and not where its kind is asked for", async () => {
    const gateway: SystemActor = { kind: "system", name: "gateway", origin: "test" };
    const sessionId = newId("session");
    await database.as("gateway");
    for (const code of ["session.role-assuming", "session.role-assumed", "session.starting"] as const)
      await inTransaction((tx) => appendEvent(tx, { code, actor: gateway, subject: { sessionId } }));
    await database.as("web");
    const ofSession = { subjectId: sessionId };
    const lines = async (more: Parameters<typeof listAuditLines>[1]) =>
      (await listAuditLines(cleo, { ...ofSession, ...more })).rows.map(({ code, intent }) => [
        code,
        intent?.code ?? null,
      ]);
    expect(await lines({})).toEqual([
      ["session.starting", null],
      ["session.role-assumed", "session.role-assuming"],
    ]);
    const first = await listAuditLines(cleo, { ...ofSession, limit: 2 });
    expect(first.rows[1]?.intent?.code).toBe("session.role-assuming");
    expect(await lines({ limit: 2, cursor: first.nextCursor ?? "" })).toEqual([]);
    expect(await lines({ code: "session.role-assuming" })).toEqual([["session.role-assuming", null]]);
  });

  it("gives every event once, page by page", async () => {
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listEvents(cleo, cursor ? { cursor, limit: 2 } : { limit: 2 });
      expect(page.rows.length).toBeLessThanOrEqual(2);
      seen.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    const all = (await listEvents(cleo)).rows.map(({ id }) => id);
    expect(seen).toEqual(all);
  });

  it("leads back over the same pages", async () => {
    const first = await listEvents(cleo, { limit: 2 });
    const second = await listEvents(cleo, { limit: 2, cursor: first.nextCursor ?? "" });
    const third = await listEvents(cleo, { limit: 2, cursor: second.nextCursor ?? "" });
    expect(first.previousCursor).toBeNull();
    const back = await listEvents(cleo, { limit: 2, cursor: third.previousCursor ?? "" });
    expect(back).toEqual({ ...second, previousCursor: back.previousCursor });
    expect(await listEvents(cleo, { limit: 2, cursor: back.previousCursor ?? "" })).toEqual(first);
  });

  it.each(["nonsense", Buffer.from('["yesterday","x"]').toString("base64url")])(
    "refuses the cursor %s",
    async (cursor) => {
      await expect(listEvents(cleo, { cursor })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    },
  );

  it.each<[string, Role[], boolean]>([
    ["Ana", ["engineer"], false],
    ["Ben", ["engineer", "approver"], false],
    ["Cleo", ["reviewer"], true],
    ["Dov", ["administrator"], true],
    ["Eve", [], false],
  ])("for %s opens: %s is %s", async (name, roles, isOpen) => {
    const asked = listEvents(person(name, roles));
    if (isOpen) expect((await asked).rows.length).toBeGreaterThan(0);
    else await expect(asked).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });
});

it("an export whose reading fails ends with the failure, and is on record as not whole", async () => {
  async function* batches() {
    yield [{ id: "one" }];
    throw new Error("the database went away");
  }
  const { pieces } = await exportList(cleo, {
    list: "audit",
    may: allow(undefined),
    filters: { from: new Date("2026-03-14T00:00:00Z") },
    columns: { id: ({ id }: { id: string }) => id },
    batches: batches(),
  });
  expect([(await pieces.next()).value, (await pieces.next()).value]).toEqual(['"id"\r\n', '"one"\r\n']);
  await expect(pieces.next()).rejects.toThrow("the database went away");
  const [last, begun] = (await listEvents(cleo)).rows;
  expect(begun).toMatchObject({ code: "list.export-begun", outcome: "done" });
  expect(last).toMatchObject({
    ...{ code: "list.exported", outcome: "failed" },
    data: { list: "audit", filters: { from: "2026-03-14T00:00:00.000Z" }, rows: 1 },
  });
});

it.each([
  ["req_01jdf0000000000000000000aa", true],
  ["i-0f3a9c41d7e25b91c", true],
  ["mi-0f3a9c41d7e25b91c", true],
  ["payments-api-2", false],
  ["' or true --", false],
])("takes %s for an id: %s", (text, expected) => {
  expect(isSubjectId(text)).toBe(expected);
});

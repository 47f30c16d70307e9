import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

const TAGS = { "aws:autoscaling:groupName": "search-workers" };

let world: World;
let rows: Rows;
let ana: Visitor;
beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** The group's machines as the portal knows them now. */
async function machines(): Promise<string[]> {
  const found = await rows.all<{ id: string }>(
    "select id from nodes where missing_since is null and is_online and tags @> $1 order by id",
    [JSON.stringify(TAGS)],
  );
  return found.map(({ id }) => id);
}
const codeOf = (answer: { body: string }) =>
  (JSON.parse(answer.body) as { error?: { code: string } }).error?.code;

describe("an access by tags", () => {
  it("opens a shell on the machine that replaced the one it was used on, within the window that has begun", async () => {
    const known = await until("the group's machines are known", 20_000, async () => {
      const ids = await machines();
      return ids.length >= 2 && ids;
    });
    const [first = "", second = ""] = known;
    const { grantId } = await ana.post<{ grantId: string }>("/api/requests/create", {
      selector: { region: "us-east-1", tags: TAGS },
      justification: "The index of a worker is corrupt",
      windowSeconds: 600,
      windowStart: "first-use",
    });
    const start = (nodeId: string) => ana.write("/api/sessions/create", { grantId, nodeId });
    const sessionOn = async (nodeId: string) =>
      (JSON.parse((await start(nodeId)).body) as { sessionId: string }).sessionId;

    const broken = await sessionOn(first);
    const terminal = await ana.open(broken).ready();
    terminal.type("workerctl\r");
    await terminal.shows(/corrupt/);
    expect(codeOf(await start(second))).toBe("NODES_EXHAUSTED");

    await world.sandbox.control("replace", { nodeId: first });
    await terminal.ends();
    const fresh = await until("the replacement is known", 30_000, async () => {
      const ids = await machines();
      return !ids.includes(first) && ids.find((id) => !known.includes(id));
    });
    expect(codeOf(await start(first))).toBe("NODE_UNKNOWN");
    const again = await ana.open(await sessionOn(fresh)).ready();
    again.type("workerctl\r");
    await again.shows(/sound/);

    const grant = await rows.one<{ seconds: number; used: string[] }>(
      `select extract(epoch from ends_at - first_used_at)::int as seconds,
         (select array_agg(node_id order by node_id) from grant_nodes where grant_id = id) as used
       from grants where id = $1`,
      [grantId],
    );
    expect(grant).toEqual({ seconds: 600, used: [first, fresh].sort() });
    expect(await rows.one("select end_reason, state from sessions where id = $1", [broken])).toMatchObject({
      state: "ended",
    });
    again.close();
    await ana.post("/api/grants/end", { grantId });
  });
});

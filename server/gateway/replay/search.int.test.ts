import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchAnswer } from "@/lib/overview/recording-search/views";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;
let cleo: Visitor;
let sessionId: string;
let terminal: Terminal;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  cleo = await Visitor.signIn(world, "cleo");
  ({ sessionId, terminal } = await openShell(ana));
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const ask = (address: string, query: Record<string, string>, person: Visitor = cleo) =>
  person.get(`${world.gatewayOrigin}/gateway/${address}?${new URLSearchParams(query)}`, {
    origin: world.portalOrigin,
  });

async function search(
  query: Record<string, string>,
  address = "search",
  person = cleo,
): Promise<SearchAnswer> {
  const { status, body } = await ask(address, query, person);
  if (status !== 200) throw new Error(`${address} answered ${status}: ${body}`);
  return JSON.parse(body) as SearchAnswer;
}

describe("the search of recordings", () => {
  it("finds what a shell printed while it still runs", async () => {
    terminal.type("seq 1 20000; echo 'need'le 2>&1 資料庫\r");
    await terminal.shows("needle 資料庫", { ms: 30_000 });
    // What comes later makes a segment of what came before.
    terminal.type("seq 1 20000; echo D''ONE\r");
    await terminal.shows("DONE\r\n", { ms: 30_000 });
    await until("it is found", 30_000, async () => (await search({ q: "needle" })).hits.length > 0);
    const { hits, sessions, notCovered } = await search({ q: '"needle 資料庫"' });
    expect(hits).toMatchObject([
      { kind: "output", sessionId, found: { text: "needle 資料庫", marks: [[0, 10]] } },
    ]);
    expect(sessions).toMatchObject([{ id: sessionId, state: "open" }]);
    expect(notCovered).toMatchObject({ pending: 1, failed: 0 });
  });

  it("finds all of it when the session is over: commands, signs, in one session", async () => {
    await ana.post("/api/sessions/end", { sessionId });
    await until(
      "all of it is indexed",
      30_000,
      async () => (await search({ q: "x" })).notCovered?.pending === 0,
    );
    const typed = await search({ q: "'need'le 2>&1", in: "commands" });
    expect(typed.hits.map(({ found }) => found.text)).toEqual(["seq 1 20000; echo 'need'le 2>&1 資料庫"]);
    const one = await search({ q: "19999" }, `sessions/${sessionId}/search`, ana);
    expect(one.hits.map(({ found }) => found.text)).toEqual(["19999", "19999"]);
  });

  it("refuses other questions, other pages, and whoever may see no session", async () => {
    const refusal = async (...given: Parameters<typeof ask>) => refusalIn(await ask(...given));
    for (const query of [
      ...[{}, { q: "" }, { q: "a", in: "logs" }, { q: "a", other: "1" }, { q: "a", from: "yesterday" }],
      ...[
        { q: "a", after: "x" },
        { q: "a", verdict: "fine" },
        { q: "a", request: "req_x;" },
      ],
    ] as Record<string, string>[])
      expect([query, await refusal("search", query)]).toEqual([query, [400, "INVALID_INPUT"]]);
    expect(await refusal(`sessions/${sessionId}/search`, { q: "a", person: "Ana" })).toEqual([
      400,
      "INVALID_INPUT",
    ]);
    const twice = await cleo.get(`${world.gatewayOrigin}/gateway/search?q=a&q=b`, {
      origin: world.portalOrigin,
    });
    expect(refusalIn(twice)).toEqual([400, "INVALID_INPUT"]);
    const eve = await Visitor.signIn(world, "eve");
    for (const address of ["search", `sessions/${sessionId}/search`])
      expect(await refusal(address, { q: "needle" }, eve)).toEqual([403, "ROLE_MISSING"]);
    const foreign = await cleo.get(`${world.gatewayOrigin}/gateway/search?q=a`, {
      origin: "https://evil.test",
    });
    expect(foreign.status).toBe(403);
    const searched = await rows.all<{ text: string }>(
      "select data->>'text' as text from audit_events where code = 'recording.searched' and actor_id = (select id from people where name like 'Eve%')",
    );
    expect(searched).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchAnswer } from "@/lib/overview/recording-search/views";
import type { Segment, SegmentLines } from "@/lib/recordings/segments/format";
import type { ReplayCommand, ReplayOverview } from "@/lib/recordings/segments/views";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../../tools/world.mjs";

const SECRET = "tr0ub4dor3";

let world: World;
let rows: Rows;
let ana: Visitor;
let cleo: Visitor;
let sessionId: string;

beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  cleo = await Visitor.signIn(world, "cleo");
  const shell = await openShell(ana);
  sessionId = shell.sessionId;
  shell.terminal.type(`echo password=${SECRET} 'shown'-$((20+1))\r`);
  await shell.terminal.shows("shown-21");
  // Whoever types sees what they type.
  await shell.terminal.shows(`password=${SECRET} shown-21`);
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const get = (address: string, person: Visitor) =>
  person.get(`${world.gatewayOrigin}/gateway/${address}`, { origin: world.portalOrigin });

async function read<T>(part: string, person: Visitor): Promise<T> {
  const { status, body } = await get(`sessions/${sessionId}/${part}`, person);
  if (status !== 200) throw new Error(`${part} answered ${status}: ${body}`);
  return JSON.parse(body) as T;
}

/** Everything that a person can read of the recording. */
async function allOf(person: Visitor): Promise<string> {
  const { segments } = await read<ReplayOverview>("replay", person);
  const parts: string[] = [];
  for (let number = 0; number < segments; number += 1) {
    const { events } = await read<Segment>(`segments?number=${number}`, person);
    parts.push(events.map(([, , data]) => data).join(""));
    const { lines } = await read<SegmentLines>(`lines?number=${number}`, person);
    parts.push(lines.map(({ text }) => text).join("\n"));
  }
  const { commands } = await read<{ commands: ReplayCommand[] }>("commands", person);
  parts.push(commands.map(({ text }) => text).join("\n"));
  parts.push((await get(`sessions/${sessionId}/recording`, person)).body);
  parts.push((await get(`sessions/${sessionId}/agent-log`, person)).body);
  parts.push((await get(`sessions/${sessionId}/agent-log-file`, person)).body);
  return parts.join("\n");
}

async function search(text: string, person = cleo): Promise<SearchAnswer> {
  return JSON.parse((await get(`search?${new URLSearchParams({ q: text })}`, person)).body) as SearchAnswer;
}

const unmask = (person: Visitor, reason: string) =>
  person.write("/api/sessions/unmask", { sessionId, reason });

describe("a secret in a recording", () => {
  it("is masked while the session runs, and when it is over, for whoever reads it", async () => {
    for (const person of [ana, cleo]) {
      const text = await allOf(person);
      expect(text).toContain("password=•••••••••• shown-21");
      expect(text).not.toContain(SECRET);
    }
    await ana.post("/api/sessions/end", { sessionId });
    await until("it is over", 30_000, async () => (await read<ReplayOverview>("replay", cleo)).isComplete);
    for (const person of [ana, cleo]) expect(await allOf(person)).not.toContain(SECRET);
  });

  it("is not found by a search, in part neither, which says nothing of it", async () => {
    await until("it is indexed", 30_000, async () => (await search("shown-21")).hits.length > 0);
    await until("all is", 30_000, async () => (await search("x")).notCovered?.pending === 0);
    for (const text of [SECRET, SECRET.slice(0, 4), `password=${SECRET}`, `"=${SECRET.slice(0, 3)}"`])
      expect([text, await search(text)]).toMatchObject([text, { hits: [], next: null }]);
    const { hits } = await search("shown-21");
    expect(hits.map(({ found }) => found.text).join()).toContain("password=•••••••••• shown-21");
    const { keys } = await rows.one<{ keys: string }>("select count(*) as keys from text_postings");
    expect(Number(keys)).toBeGreaterThan(0);
  });

  it("is unmasked with a reason only, by whoever may review the session", async () => {
    expect(refusalIn(await unmask(cleo, " "))).toEqual([400, "REASON_MISSING"]);
    expect(refusalIn(await unmask(ana, "it is mine"))).toEqual([403, "REVIEW_OWN"]);
    const eve = await Visitor.signIn(world, "eve");
    expect(refusalIn(await unmask(eve, "let me see"))).toEqual([403, "ROLE_MISSING"]);
    expect(await allOf(cleo)).not.toContain(SECRET);
  });

  it("is shown to whoever unmasked it and to nobody else, for a while, and found by nobody", async () => {
    const answer = await unmask(cleo, "Was the right password rotated?");
    expect(answer.status).toBe(200);
    const text = await allOf(cleo);
    expect(text).toContain(`password=${SECRET} shown-21`);
    expect(text).not.toContain("••••");
    const { clearUntil } = await read<ReplayOverview>("replay", cleo);
    const minutes = (new Date(clearUntil ?? 0).getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(13);
    expect(minutes).toBeLessThan(15.5);
    expect(await allOf(ana)).not.toContain(SECRET);
    expect((await search(SECRET)).hits).toEqual([]);
    const events = await rows.all<{ data: { reason: string } }>(
      "select data from audit_events where code = 'recording.unmasked' and outcome = 'done' and session_id = $1",
      [sessionId],
    );
    expect(events).toMatchObject([{ data: { reason: "Was the right password rotated?" } }]);
  });

  it("is masked again when the unmasking is over", async () => {
    // A quarter of an hour passes for this event only: no process of ours could do this.
    await rows.all("set session_replication_role = replica");
    await rows.all(
      "update audit_events set at = at - interval '15 minutes' where code = 'recording.unmasked'",
    );
    await rows.all("set session_replication_role = origin");
    expect(await allOf(cleo)).not.toContain(SECRET);
    expect((await read<ReplayOverview>("replay", cleo)).clearUntil).toBeNull();
  });

  it("stays in what was recorded", async () => {
    const { found } = await rows.one<{ found: boolean }>(
      "select bool_or(position(convert_to($2, 'UTF8') in bytes) > 0) as found from recording_ranges where session_id = $1 and kind = 'o'",
      [sessionId, SECRET],
    );
    expect(found).toBe(true);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyBundle } from "@/lib/audit/bundle/verify-bundle";
import { readTrustedKeys } from "@/lib/audit/heads/trusted-keys";
import type { PreparedBundle } from "@/lib/recordings/evidence/offer-bundle";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { refusalIn } from "@/server/testing/wire";
import { startWorld, type World } from "../../../tools/world.mjs";

const REASON = "The auditors ask for the evidence";

let world: World;
let rows: Rows;
let ana: Visitor;
let cleo: Visitor;
let sessionId: string;

beforeAll(async () => {
  world = await startWorld({ settings: { ANCHOR_SECONDS: 1 } });
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  cleo = await Visitor.signIn(world, "cleo");
  const shell = await openShell(ana);
  sessionId = shell.sessionId;
  shell.terminal.type("echo password=tr0ub4dor3 'proved'-$((20+1))\r");
  await shell.terminal.shows("proved-21");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

const get = (part: string, person: Visitor) =>
  person.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/${part}`, { origin: world.portalOrigin });

async function stateFor(person: Visitor): Promise<PreparedBundle["state"]> {
  const { status, body } = await get("evidence", person);
  if (status !== 200) throw new Error(`evidence answered ${status}: ${body}`);
  return (JSON.parse(body) as PreparedBundle).state;
}

const unmask = (person: Visitor) => person.post("/api/sessions/unmask", { sessionId, reason: REASON });
const exported = () =>
  rows.all<{ data: object }>(
    "select data from audit_events where code = 'evidence.exported' and session_id = $1 order by at",
    [sessionId],
  );

describe("the evidence of a session, by the browser", () => {
  it("is prepared and given to nobody who has not unmasked it", async () => {
    expect(await stateFor(cleo)).toBe("masked");
    expect(refusalIn(await get("evidence-file", cleo))).toEqual([400, "REASON_MISSING"]);
    expect(await stateFor(ana)).toBe("masked");
    const eve = await Visitor.signIn(world, "eve");
    for (const part of ["evidence", "evidence-file"])
      expect((await get(part, eve)).status).toBeGreaterThanOrEqual(403);
    expect(await exported()).toEqual([]);
  });

  it("is refused while the session runs", async () => {
    await unmask(cleo);
    expect(refusalIn(await get("evidence", cleo))).toEqual([409, "SESSION_STILL_OPEN"]);
    expect(refusalIn(await get("evidence-file", cleo))).toEqual([409, "EVIDENCE_UNSEALED"]);
    await ana.post("/api/sessions/end", { sessionId });
  });

  it("is ready under a signed head, and verified without the database, once for each time it is prepared", async () => {
    await until("it is over", 30_000, async () => (await get("evidence", cleo)).status === 200);
    await until("it is ready", 60_000, async () => (await stateFor(cleo)) === "ready");
    expect(await stateFor(cleo)).toBe("ready");
    expect(await exported()).toMatchObject([{ data: { justification: REASON } }]);

    const { status, headers, body } = await get("evidence-file", cleo);
    expect(status).toBe(200);
    expect(headers["content-disposition"]).toMatch(/filename="ses_[^"]+_evidence\.tar"/);
    expect(body).toContain(REASON);
    const { key } = await rows.one<{ key: string }>("select key from audit_keys");
    async function* file() {
      yield Buffer.from(body);
    }
    const report = await verifyBundle(file(), { keys: readTrustedKeys(key), anchors: null });
    expect(report).toMatchObject({ isVerified: true, sessionId });

    // What was handed over is on record once it was.
    const taken = await until("it is on record", 10_000, async () => {
      const found = await rows.all<{ data: object }>(
        "select data from audit_events where code = 'recording.exported' and outcome = 'done' and session_id = $1",
        [sessionId],
      );
      return found[0];
    });
    expect(taken.data).toMatchObject({ format: "evidence", masked: "no", bytes: Buffer.byteLength(body) });
    expect(refusalIn(await get("evidence-file", cleo))).toEqual([409, "EVIDENCE_UNSEALED"]);
  });
});

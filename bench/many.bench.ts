import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { newId } from "../lib/kernel/ids";
import { type ApprovedContent, requestHash } from "../lib/requests/request-hash";
import { ask, NODES } from "../server/testing/loop";
import { Rows } from "../server/testing/rows";
import type { Terminal } from "../server/testing/terminal";
import { Visitor } from "../server/testing/visitor";
import type { World } from "../tools/world.mjs";
import { openBareClient } from "./support/bare-client";
import { percentile } from "./support/measure";

const SESSIONS = Number(process.env.BENCH_SESSIONS ?? 500);
const OPENED_AT_ONCE = 8;
const SETTLING_MS = 10_000;
const MEASURED_MS = 60_000;
/** Ten lines a second of a thousand bytes, each with the node's time; no program is started for them. */
const PRINT =
  "stty -echo; exec 9<> <(:); while ! read -rt 0.1 -u 9; do printf '@%s@%0980d\\n' \"$EPOCHREALTIME\" 0; done\r";
/** Locales write the fraction with a comma. */
const STAMP = /@(\d{10})[.,](\d{6})@/g;

export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

/** Many shells that print steadily through one gateway, beside a bare data-channel client at the same time. */
export default async function measureMany(world: World) {
  const ana = await Visitor.signIn(world, "ana");
  const rows = new Rows(world);
  const grants = await grantsOf(ana, rows);
  const bare = await openBareClient(world, NODES.ledger);
  const delays = { ours: [] as number[], bare: [] as number[] };
  let isMeasured = false;
  let bytes = 0;
  const take = (into: number[], part: Buffer) => {
    if (!isMeasured) return;
    if (into === delays.ours) bytes += part.length;
    // The clock that the node's lines have: whole milliseconds of this machine.
    const now = Date.now();
    for (const [, seconds, micros] of part.toString("latin1").matchAll(STAMP))
      into.push(now - (Number(seconds) * 1_000 + Number(micros) / 1_000));
  };
  const terminals = await openAll(ana, grants, (part) => take(delays.ours, part));
  bare.listen((part) => take(delays.bare, Buffer.from(part)));
  bare.type(PRINT);
  await pause(SETTLING_MS);

  const memory = [gatewayMemory(world)];
  const walBefore = await walPosition(rows);
  isMeasured = true;
  for (let passed = 0; passed < MEASURED_MS; passed += 5_000) {
    await pause(5_000);
    memory.push(gatewayMemory(world));
  }
  isMeasured = false;
  const wal = (await walPosition(rows)) - walBefore;
  for (const terminal of terminals) terminal.socket.terminate();
  await bare.close();
  await rows.close();

  const [ours, plain] = [delays.ours.sort(byNumber), delays.bare.sort(byNumber)];
  const added = percentile(ours, 0.99) - percentile(plain, 0.99);
  const what = `${SESSIONS} shells at 10 KB/s`;
  const kept = memory.at(-1) ?? Number.NaN;
  return [
    {
      ...row(`${what}: node to window, p99`, percentile(ours, 0.99), "ms"),
      against: { name: "bare data-channel client", value: percentile(plain, 0.99) },
      ratio: percentile(ours, 0.99) / percentile(plain, 0.99),
      target: "at most 100 ms above it",
      met: added <= 100,
    },
    {
      ...row(`${what}: node to window, median`, percentile(ours, 0.5), "ms"),
      against: { name: "bare data-channel client", value: percentile(plain, 0.5) },
      ratio: percentile(ours, 0.5) / percentile(plain, 0.5),
    },
    row(`${what}: shown`, bytes / (MEASURED_MS / 1000) / 1e6, "MB/s"),
    {
      ...row(`${what}: memory of the gateway after a minute`, kept, "MB"),
      against: { name: "at its beginning", value: memory[0] ?? Number.NaN },
      ratio: kept / (memory[0] ?? Number.NaN),
      target: "ratio at most 1.2",
      met: kept <= 1.2 * (memory[0] ?? 0),
    },
    {
      ...row(`${what}: WAL`, wal / 1e6, "MB"),
      against: { name: "bytes recorded, MB", value: bytes / 1e6 },
      ratio: wal / bytes,
    },
  ];
}

async function openAll(
  person: Visitor,
  grants: readonly string[],
  onPart: (part: Buffer) => void,
): Promise<Terminal[]> {
  const opened: Terminal[] = [];
  const left = [...grants];
  const openSome = async () => {
    for (let grantId = left.pop(); grantId !== undefined; grantId = left.pop()) {
      const created = { grantId, nodeId: NODES.ledger };
      const { sessionId } = await person.post<{ sessionId: string }>("/api/sessions/create", created);
      const terminal = await person.open(sessionId).ready(60_000);
      // Nothing is kept of what it shows from here on.
      terminal.socket.removeAllListeners("message");
      terminal.socket.on("message", (data, isBinary) => {
        const part = Buffer.from(data as Buffer);
        if (isBinary) return onPart(part.subarray(8));
        const told = JSON.parse(part.toString("utf8")) as { type: string; seq?: number };
        if (told.type === "ping") terminal.tell({ type: "pong", seq: told.seq });
      });
      terminal.type(PRINT);
      opened.push(terminal);
    }
  };
  await Promise.all(Array.from({ length: OPENED_AT_ONCE }, openSome));
  return opened;
}

type Asked = Omit<ApprovedContent, "id" | "selector" | "mostNodes">;

/** One access has one shell on a node: as many of them as shells are wanted, in the place of as many people. */
async function grantsOf(person: Visitor, rows: Rows): Promise<string[]> {
  const { requestId, grantId = "" } = await ask(person, NODES.ledger, 3_600);
  const [asked] = await rows.all<Asked>(
    `select requester_id as "requesterId", justification, incident, window_seconds as "windowSeconds",
       window_start as "windowStart", rule_version as "ruleVersion", obligations,
       (select json_agg(json_build_object('id', node_id, 'accountId', account_id, 'region', region,
          'protection', protection)) from request_nodes where request_id = id) as nodes
     from requests where id = $1`,
    [requestId],
  );
  if (!asked) throw new TypeError("there is no request");
  const hashOf = (id: string) => requestHash({ ...asked, id, selector: null, mostNodes: null }, 1);
  const copies = Array.from({ length: SESSIONS - 1 }, () => ({
    request: newId("request"),
    grant: newId("grant"),
  }));
  // Nothing but an approval makes one, which the database sees to.
  await rows.all("set session_replication_role = replica");
  for (const { request, grant } of copies)
    for (const [table, key, id, changes] of [
      ["requests", "id", requestId, { id: request }],
      ["request_nodes", "request_id", requestId, { request_id: request }],
      [
        "decisions",
        "request_id",
        requestId,
        { id: newId("decision"), request_id: request, request_hash: hashOf(request) },
      ],
      ["grants", "id", grantId, { id: grant, request_id: request }],
      ["grant_nodes", "grant_id", grantId, { grant_id: grant }],
    ] as const)
      await rows.all(
        `insert into ${table} select (jsonb_populate_record(one, $2::jsonb)).* from ${table} one where ${key} = $1`,
        [id, JSON.stringify(changes)],
      );
  await rows.all("set session_replication_role = origin");
  return [grantId, ...copies.map(({ grant }) => grant)];
}

/** Resident, in MB. */
function gatewayMemory(world: World): number {
  const [pid] = world.pids("gateway");
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1_000;
}

async function walPosition(rows: Rows): Promise<number> {
  const { position } = await rows.one<{ position: string }>(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint::text as position",
  );
  return Number(position);
}

const byNumber = (one: number, other: number) => one - other;

function row(name: string, value: number, unit: string) {
  return { name, value, unit, against: null, ratio: null, target: null, met: null };
}

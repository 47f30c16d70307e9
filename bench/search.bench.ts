import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { newId } from "@/lib/kernel/ids";
import type { SearchAnswer } from "@/lib/overview/recording-search/views";
import { pack, SEGMENT_VERSION } from "@/lib/recordings/segments/format";
import { Rows } from "../server/testing/rows";
import { Visitor } from "../server/testing/visitor";
import { until } from "../server/testing/waiting";
import type { World } from "../tools/world.mjs";
import { percentile } from "./support/measure";
import { type CorpusSession, queries, sessions } from "./support/search-corpus";

/** Groups are confirmed once: what is measured is the search. */
export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

const run = promisify(execFile);
/** Of text. The figure of 10,000 sessions: BENCH_SEARCH_MB=1082. */
const MEGABYTES = Number(process.env.BENCH_SEARCH_MB ?? 200);
/** Says what each text takes. */
const IS_EACH = process.env.BENCH_SEARCH_EACH !== undefined;
/** Text of one segment of a recording. */
const SEGMENT_BYTES = 64 * 1024;
const ROUNDS = 3;

/**
 * Searches of recordings through the gateway, each page of 30 hits with its audit, beside `grep -rF` over the same text
 * in files; and how fast text becomes searchable.
 */
export default async function measureSearch(world: World) {
  const rows = new Rows(world);
  const folder = await mkdtemp(join(tmpdir(), "halligan-search-"));
  try {
    await until(
      "there are nodes",
      60_000,
      async () => (await rows.all("select from nodes limit 1")).length > 0,
    );
    const sample = await fill(rows, folder);
    const startedAt = performance.now();
    await rows.all(
      "update replay_progress p set segments = (select count(*) from recording_segments s where s.session_id = p.session_id), commands = (select count(*) from recorded_commands c where c.session_id = p.session_id)",
    );
    await until("all of it is indexed and merged", 3_600_000, () => isIndexed(rows));
    const results = [
      row("text in all", MEGABYTES, "MB"),
      row("text indexed and merged", (MEGABYTES / (performance.now() - startedAt)) * 1000, "MB/s"),
    ];
    await rows.all("vacuum analyze text_chunks");
    await rows.all("vacuum analyze text_postings");
    const [size] = await rows.all<{ index: number; text: number }>(
      `select pg_total_relation_size('text_postings')::float8 as index, pg_total_relation_size('text_chunks')::float8 as text`,
    );
    results.push(row("index beside the text it indexes", (size?.index ?? 0) / 1e6 / MEGABYTES, "× text"));
    results.push(row("packed text beside the text", (size?.text ?? 0) / 1e6 / MEGABYTES, "× text"));
    const cleo = await Visitor.signIn(world, "cleo");
    const all: number[] = [];
    for (const [kind, texts] of Object.entries(queries(sample))) {
      const first = await times(texts, (text) => search(world, cleo, text));
      const warm: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        warm.push(...(await times(texts, (text) => search(world, cleo, text))));
      const greps = await times(texts.slice(0, 4), (text) => grep(folder, text));
      all.push(...warm);
      const grepped = { name: "grep -rF", value: percentile(sorted(greps), 0.5) };
      results.push(row(`${kind}, first time, p95`, percentile(sorted(first), 0.95), "ms", grepped));
      results.push(row(`${kind}, median`, percentile(sorted(warm), 0.5), "ms", grepped));
      const p95 = percentile(sorted(warm), 0.95);
      results.push({ ...row(`${kind}, p95`, p95, "ms", grepped), target: "at most 50 ms", met: p95 <= 50 });
      if (IS_EACH)
        texts.forEach((text, index) => {
          console.log(
            kind,
            JSON.stringify(text),
            warm.filter((_, at) => at % texts.length === index).map(Math.round),
          );
        });
    }
    results.push(row("all, median", percentile(sorted(all), 0.5), "ms"));
    results.push(row("all, p95", percentile(sorted(all), 0.95), "ms"));
    return results;
  } finally {
    await rows.close();
    await rm(folder, { recursive: true });
  }
}

async function isIndexed(rows: Rows): Promise<boolean> {
  const [left] = await rows.all<{ unindexed: number; small: number }>(
    `select (select count(*)::int from replay_progress where indexed_segments < segments or indexed_commands < commands) as unindexed,
      (select count(*)::int from text_shards where state = 'building') as small`,
  );
  return left?.unindexed === 0 && left.small === 0;
}

async function search(world: World, person: Visitor, text: string): Promise<void> {
  const address = `${world.gatewayOrigin}/gateway/search?q=${encodeURIComponent(`"${text}"`)}`;
  const { status, body } = await person.get(address, { origin: world.portalOrigin });
  if (status !== 200) throw new Error(`${text} answered ${status}: ${body}`);
  const { isStopped } = JSON.parse(body) as SearchAnswer;
  if (isStopped) throw new Error(`${text} was not searched for to the end`);
}

/** Counts what it finds: into nothing it would stop at the first. */
async function grep(folder: string, text: string): Promise<void> {
  await run("sh", ["-c", 'LC_ALL=C grep -rF -- "$1" "$2" | wc -l', "sh", text, folder]);
}

/** Milliseconds of each. */
async function times(texts: readonly string[], act: (text: string) => Promise<void>): Promise<number[]> {
  const all: number[] = [];
  for (const text of texts) {
    const startedAt = performance.now();
    await act(text);
    all.push(performance.now() - startedAt);
  }
  return all;
}

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);

function row(
  name: string,
  value: number,
  unit: string,
  against: { name: string; value: number } | null = null,
) {
  const facts = { target: null as string | null, met: null as boolean | null };
  return { name, value, unit, against, ratio: against && value / against.value, ...facts };
}

/** Recordings as jobs would have cut them, and the same text in files. @returns some of the lines */
async function fill(rows: Rows, folder: string): Promise<string[]> {
  const sample: string[] = [];
  let number = 0;
  for (const session of sessions(MEGABYTES * 1e6)) {
    const id = newId("session");
    await rows.all(
      `insert into sessions (id, kind, account_id, region, node_id, document_name, state, epoch, gateway_id, opened_at, ended_at,
         end_reason, aws_session_id, stream_url, client_id, window_ends_at)
       select $1, 'imported', account_id, region, id, 'd', 'ended', 1, 'prc_1', now(), now(), 'exited', $1 || '-1', 'wss://x.test/', 'c',
         now() from nodes limit 1`,
      [id],
    );
    await rows.all("insert into recordings (session_id, started_at, closed_at) values ($1, now(), now())", [
      id,
    ]);
    await rows.all("insert into replay_progress (session_id, finished_at) values ($1, now())", [id]);
    await putSegments(rows, id, session);
    await writeFile(join(folder, `${number++}.txt`), `${session.lines.join("\n")}\n`);
    if (number % 10 === 0) sample.push(...session.lines);
  }
  return sample;
}

async function putSegments(rows: Rows, id: string, { lines, commands }: CorpusSession): Promise<void> {
  for (const [number, { text, line }] of commands.entries())
    await rows.all("insert into recorded_commands values ($1, $2, $3, $4, null, 0, true)", [
      id,
      number,
      line * 10,
      text,
    ]);
  let firstLine = 0;
  for (let number = 0; firstLine < lines.length; number += 1) {
    let end = firstLine;
    for (let bytes = 0; end < lines.length && bytes < SEGMENT_BYTES; end += 1)
      bytes += lines[end]?.length ?? 0;
    const part = lines.slice(firstLine, end).map((text, index) => {
      const atMs = (firstLine + index) * 10;
      return { atMs, fromMs: atMs, text, kind: "output" };
    });
    const packed = await pack({ version: SEGMENT_VERSION, number, firstLine, lines: part });
    await rows.all(
      `insert into recording_segments (session_id, number, from_ms, to_ms, output_bytes, content, lines, first_line, line_count, summary)
       values ($1, $2, $3, $4, 0, '', $5, $6, $7, '{}')`,
      [id, number, firstLine * 10, end * 10, packed, firstLine, part.length],
    );
    firstLine = end;
  }
}

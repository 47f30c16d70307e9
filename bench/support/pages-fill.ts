import pg from "pg";

/** How much a database is filled with. Grants, sessions and reviews: four of five requests have theirs. */
export interface Size {
  requests: number;
  events: number;
  /** Machines in two accounts, people who asked. */
  nodes: number;
  people: number;
  /** Only what the lists of requests, sessions and reviews read. */
  isLean?: boolean;
}

const SECONDS_BACK = 3 * 365 * 86_400;
const OBLIGATIONS = {
  approvals: [{ count: 1, groups: ["sre-leads", "platform-leads"] }],
  longestWindowSeconds: 3600,
  stepUp: "none",
  watcher: "none",
  inputRecording: "counted",
  missingAgentLog: "flag",
  spool: "never",
};

/**
 * Fills a migrated database with a history of three years, as SQL writes it: no triggers, no foreign keys, indexes
 * made at the end. What it writes is consistent for whoever reads it, and not evidence: hashes are made up.
 * @param url of a superuser
 * @param named ids of people who exist (who signed in): each asks for a share of everything
 */
export async function fillDatabase(url: string, size: Size, named: readonly string[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica; set maintenance_work_mem = '512MB'");
    await client.query("set synchronous_commit = off; set work_mem = '128MB'");
    const indexes = await dropIndexes(client);
    for (const statement of statements(size)) await client.query(statement);
    if (named.length > 0) await shareOut(client, named);
    for (const index of indexes) await client.query(index);
    // As the database's own housekeeping would have left it, before anything is measured beside that.
    await client.query("vacuum analyze");
    await client.query("checkpoint");
  } finally {
    await client.end();
  }
}

const BIG = [
  "requests",
  "request_nodes",
  "decisions",
  "grants",
  "grant_nodes",
  "sessions",
  "recordings",
  "reviews",
];
const TABLES = [...BIG, "inbox_items", "audit_events", "audit_links"];

/** Takes away what no key needs. @returns how to make it again */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
     from pg_index i where i.indrelid = any($1::regclass[]) and not i.indisprimary`,
    [TABLES],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return rows.map(({ definition }) => definition);
}

/** An id as ours are: prefix and 26 characters, here the row's number. */
const id = (prefix: string, number: string) => `'${prefix}_' || lpad((${number})::text, 26, '0')`;
const nodeId = (number: string) => `'i-' || lpad(to_hex(${number}), 17, '0')`;

function statements({ requests, events, nodes, people, isLean = false }: Size): string[] {
  const step = SECONDS_BACK / requests;
  // Some twenty rows, however many there are: less than a page, so that they are looked for everywhere.
  const rarely = Math.ceil(requests / 24);
  // Also of the reviews that are closed more than a page has.
  const violated = Math.ceil(requests / 90);
  const askedAt = `date_trunc('milliseconds', now() - interval '1 hour' - make_interval(secs => (${requests} - i) * ${step}))`;
  // Spread so that no two columns go together: a person asks for every node, a node is asked for by everybody.
  const person = `(i::bigint * 7919) % ${people} + 1`;
  const node = `(i::bigint * 104729) % ${nodes} + 1`;
  const series = (most: number) => `generate_series(1, ${most}) i`;
  const approved = `from ${series(requests)} where i % 5 <> 0`;
  const all = [
    `insert into accounts (id, name, protection, regions, read_at) values
       ('111122223333', 'core', 'production', '{eu-west-1,us-east-1}', now()),
       ('444455556666', 'data', 'staging', '{eu-west-1,ap-northeast-1}', now()) on conflict do nothing`,
    `insert into account_regions (account_id, region, read_at)
       select id, unnest(regions), now() from accounts on conflict do nothing`,
    `insert into people (id, issuer, subject, name, groups, roles, groups_read_at)
     select ${id("per", "i")}, 'https://people.example', 'person-' || i,
       (array['Ida','Jon','Kim','Lea','Max','Nia','Ole','Pia','Quin','Rosa'])[i % 10 + 1] || ' ' ||
       (array['Abel','Berg','Cruz','Dahl','Egger','Falk','Gray'])[i % 7 + 1] || ' ' || i,
       '{engineers}', '{engineer}', now() from ${series(people)}`,
    `insert into nodes (id, account_id, region, name, host_name, platform, agent_version, ip, tags, protection,
       is_online, ping_at, read_at)
     select ${nodeId("i")}, case when i % 4 = 0 then '444455556666' else '111122223333' end,
       case when i % 4 = 0 then 'ap-northeast-1' when i % 4 = 1 then 'us-east-1' else 'eu-west-1' end,
       (array['payments-api','ledger','search','edge-proxy','billing','mail'])[i % 6 + 1] || '-' || i,
       'ip-10-0-' || i / 256 || '-' || i % 256 || '.eu-west-1.compute.internal', 'Amazon Linux 2023', '3.3.1142.0',
       '10.0.' || i / 256 || '.' || i % 256,
       jsonb_build_object('Env', case when i % 4 = 0 then 'staging' else 'prod' end, 'Tier', (i % 3)::text),
       case when i % 50 = 0 then 'staging' else 'production' end, i % 10 <> 0, now(), now() from ${series(nodes)}`,
    `insert into requests (id, requester_id, justification, incident, window_seconds, state, version, rule_version,
       obligations, created_at, lapses_at, closed_at)
     select ${id("req", "i")}, ${id("per", person)},
       (array['Disk full, writes failing','Worker stuck since the deploy','Certificate has run out','Queue grows and nothing drains it','Latency doubled, no alarm fits'])[i / 7 % 5 + 1]
         || ' on shard ' || i % 997 || case when i % ${rarely} = 1 then ' kernel zugzwang' else '' end,
       case when i % 3 = 0 then 'INC-' || i else null end, 1800,
       case when i % 5 <> 0 then 'approved' when i > ${requests} - 60 then 'waiting' when i % 10 = 0 then 'denied'
         when i % 15 = 0 then 'withdrawn' else 'lapsed' end,
       2, 'builtin-1', '${JSON.stringify(OBLIGATIONS)}', ${askedAt},
       ${askedAt} + interval '1 day', case when i % 5 = 0 and i > ${requests} - 60 then null else ${askedAt} + interval '3 minutes' end
     from ${series(requests)}`,
    `insert into request_nodes (request_id, node_id, account_id, region, protection)
     select asked.request_id, n.id, n.account_id, n.region, n.protection from (
       select ${id("req", "i")} as request_id, ${nodeId(node)} as node_id from ${series(requests)}
       union select ${id("req", "i")}, ${nodeId(`(i::bigint * 31) % ${nodes} + 1`)} from ${series(requests)} where i % 10 = 0
     ) asked join nodes n on n.id = asked.node_id`,
    `insert into decisions (id, request_id, person_id, verdict, groups, request_version, request_hash,
       rule_version, created_at)
     select ${id("dec", "i")}, ${id("req", "i")}, ${id("per", `(${person}) % ${people} + 1`)},
       case when i % 5 <> 0 then 'approve' else 'deny' end, '{sre-leads}', 1, repeat('0', 64), 'builtin-1', ${askedAt} + interval '3 minutes'
     from ${series(requests)} where i % 5 <> 0 or (i % 10 = 0 and i <= ${requests} - 60)`,
    `insert into grants (id, request_id, person_id, starts_at, ends_at, window_seconds, rule_version, obligations,
       ended_at, end_reason)
     select ${id("grt", "i")}, ${id("req", "i")}, ${id("per", person)}, ${askedAt} + interval '3 minutes',
       ${askedAt} + interval '33 minutes', 1800, 'builtin-1', '${JSON.stringify(OBLIGATIONS)}',
       ${askedAt} + interval '33 minutes', 'window-ended' ${approved}`,
    `insert into grant_nodes (grant_id, node_id) select ${id("grt", "i")}, ${nodeId(node)} ${approved}`,
    `insert into sessions (id, kind, grant_id, person_id, account_id, region, node_id, document_name, state, created_at,
       window_starts_at, window_ends_at, gateway_id, opened_at, aws_session_id, end_reason, ended_at, end_confirmed_at, evidence_checked_at)
     select ${id("ses", "i")}, 'brokered', ${id("grt", "i")}, ${id("per", person)},
       case when (${node}) % 4 = 0 then '444455556666' else '111122223333' end, 'eu-west-1', ${nodeId(node)},
       'Halligan-Shell-60m-0a1b2c3d', case when i % 33 = 0 then 'failed' else 'ended' end, ${askedAt} + interval '4 minutes',
       ${askedAt} + interval '3 minutes', ${askedAt} + interval '33 minutes',
       'prc_fill', case when i % 33 = 0 then null else ${askedAt} + interval '5 minutes' end, ${id("ses", "i")} || '-' || md5(i::text),
       case when i % 33 = 0 then 'opening-failed' when i % ${rarely} = 1 then 'swept' when i % 7 = 0 then 'window-ended' else 'exited' end,
       ${askedAt} + interval '20 minutes', ${askedAt} + interval '20 minutes', ${askedAt} + interval '25 minutes' ${approved}`,
    `insert into recordings (session_id, started_at, closed_at)
     select ${id("ses", "i")}, ${askedAt} + interval '5 minutes', ${askedAt} + interval '20 minutes' ${approved}`,
    `insert into reviews (id, session_id, state, verdict, notes, created_at, due_at, closed_at, closed_by_id)
     select ${id("rev", "i")}, ${id("ses", "i")}, case when i > ${requests} - 300 then 'open' else 'closed' end,
       case when i > ${requests} - 300 then null when i % ${violated} = 1 then 'violation' when i % 9 = 0 then 'follow-up' else 'in-order' end,
       'Fits what was asked for', ${askedAt} + interval '20 minutes', ${askedAt} + interval '3 days',
       case when i > ${requests} - 300 then null else ${askedAt} + interval '1 day' end,
       case when i > ${requests} - 300 then null else ${id("per", `(${person}) % ${people} + 1`)} end ${approved}`,
    `insert into inbox_items (id, kind, subject_id, groups, except_person_ids, created_at, due_at, done_at)
     select 'inb_' || lpad((i * 2)::text, 26, '0'), 'decision', ${id("req", "i")}, '{sre-leads,platform-leads}'::text[], '{}'::text[], ${askedAt},
       ${askedAt} + interval '1 day', case when i % 5 = 0 and i > ${requests} - 60 then null else ${askedAt} + interval '3 minutes' end
     from ${series(requests)}
     union all select 'inb_' || lpad((i * 2 + 1)::text, 26, '0'), 'review', ${id("rev", "i")}, '{security-review}'::text[], '{}'::text[], ${askedAt},
       ${askedAt} + interval '3 days', case when i > ${requests} - 300 then null else ${askedAt} + interval '1 day' end ${approved}`,
    ...auditStatements({ requests, events, nodes, people }),
  ];
  return isLean
    ? all.filter((statement) => !/^insert into (decisions|recordings|inbox_items|audit)/.test(statement))
    : all;
}

const BATCH = 1_000;

/**
 * Audit events as a loop writes them: of ten kinds, each naming what it is about.
 * @param series SQL that gives their numbers as i
 */
export function auditEvents({ requests, events, nodes, people }: Size, series: string): string {
  const at = `now() - interval '1 hour' - make_interval(secs => (${events} - i) * ${SECONDS_BACK / events})`;
  const request = `1 + (i::bigint * ${requests} / ${events + 1})`;
  // A page full of them also among few.
  const refused = Math.min(200, Math.max(1, Math.floor(events / 60)));
  const codes = `(array['request.created','request.approved','grant.issued','session.created','session.opening','session.opened','session.ended','review.opened','review.closed','recording.replayed'])[i % 10 + 1]`;
  return `insert into audit_events (id, at, code, outcome, actor_kind, actor_id, request_id, grant_id, session_id, node_id,
       person_id, review_id, data, origin)
     select ${id("aud", "i")}, ${at}, case when i % 50021 = 0 then 'person.disabled' else ${codes} end,
       case when i % ${refused} = 0 then 'refused' when i % 50023 = 0 then 'failed' else 'done' end,
       case when i % 10 in (4, 5, 6, 7) then 'system' else 'person' end,
       case when i % 10 in (4, 5, 6, 7) then 'gateway' else ${id("per", `(i::bigint * 7919) % ${people} + 1`)} end,
       case when i % 10 < 3 then ${id("req", request)} end, case when i % 10 = 2 then ${id("grt", request)} end,
       case when i % 10 > 2 then ${id("ses", request)} end,
       case when i % 10 > 2 then ${nodeId(`(i::bigint * 104729) % ${nodes} + 1`)} end,
       case when i % 50021 = 0 then ${id("per", `(i % ${people}) + 1`)} end,
       case when i % 10 in (7, 8) then ${id("rev", request)} end,
       case when i % ${refused} = 0 then '{"error": "SELF_APPROVAL"}'::jsonb else '{"reason": "exited", "windowSeconds": 1800}'::jsonb end,
       'fill' from ${series} i`;
}

function auditStatements(size: Size): string[] {
  const { events } = size;
  return [
    auditEvents(size, `generate_series(1, ${events})`),
    `insert into audit_links (event_id, batch_number, position, event_hash)
     select ${id("aud", "i")}, i / ${BATCH} + 1, i % ${BATCH}, repeat('0', 64) from generate_series(1, ${events}) i`,
    `insert into audit_batches (number, sealed_at, count, previous_hash, hash)
     select i, now() - interval '1 hour', ${BATCH}, repeat('0', 64), repeat('0', 64)
     from generate_series(1, ${Math.ceil(events / BATCH) + 1}) i`,
    "truncate audit_pending",
  ];
}

/** Each of them asks for one request in a hundred, with everything that follows from it. */
async function shareOut(client: pg.Client, named: readonly string[]): Promise<void> {
  for (const [table, column, prefix] of [
    ["requests", "requester_id", "req"],
    ["grants", "person_id", "grt"],
    ["sessions", "person_id", "ses"],
  ] as const)
    await client.query(
      `update ${table} set ${column} = ($1::text[])[right(id, 4)::int % 100]
       where starts_with(id, '${prefix}_0') and right(id, 4)::int % 100 between 1 and $2`,
      [named, named.length],
    );
}

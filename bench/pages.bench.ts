import pg from "pg";
import { ROUTES } from "@/lib/http/routes";
import { HEAVY_PAGES, MOST_SCRIPTS_KB, weighScripts } from "../server/testing/scripts";
import { type PersonName, Visitor } from "../server/testing/visitor";
import { currentCluster } from "../tools/database/test-cluster.mjs";
import { createTestDatabase } from "../tools/database/test-database.mjs";
import type { World } from "../tools/world.mjs";
import { fillDatabase } from "./support/pages-fill";
import { measureLists } from "./support/pages-lists";
import { measurePage, type PageTimes, warmPage } from "./support/pages-load";

/** Without jobs and gateway: what is filled in stays as it is, and nothing else wants the processors. */
export const processes = ["sandbox", "identity", "web"];
/** Nobody is asked again who they are while pages are counted. */
export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

const ROLES = {
  ana: ["engineer"],
  ben: ["engineer", "approver"],
  cleo: ["reviewer"],
  dov: ["administrator"],
} as const satisfies Partial<Record<PersonName, readonly string[]>>;
type Reader = keyof typeof ROLES;

/** 100,000 grants, sessions and reviews, and the requests that were not approved beside them. */
const HISTORY = { requests: 125_000, events: 1_000_000, nodes: 500, people: 200 };
/** For the lists alone; the large audit is the history's. */
const SMALL = { requests: 1_250, events: 1_000, nodes: 10, people: 10 };
const LARGE = { requests: 1_250_000, events: 0, nodes: 10, people: 10, isLean: true };

/** Server time and scripts of every page with a long history, and the lists with a thousand and a million rows. */
export default async function measurePages(world: World) {
  const visitors = {
    ana: await Visitor.signIn(world, "ana"),
    ben: await Visitor.signIn(world, "ben"),
    cleo: await Visitor.signIn(world, "cleo"),
    dov: await Visitor.signIn(world, "dov"),
  };
  const url = asSuperuser(world.databaseUrls.owner);
  const named = await idsOf(url, Object.keys(ROLES));
  await fillDatabase(url, HISTORY, named);
  return [...(await measureAll(world, visitors)), ...(await measureGrowth(world))];
}

async function measureAll(world: World, visitors: Record<Reader, Visitor>) {
  const examples = await examplesIn(asSuperuser(world.databaseUrls.owner));
  await warmPage(visitors.cleo, "/");
  await warmPage(visitors.cleo, "/requests");
  const bare = await measurePage(new Visitor(world), "/sign-in");
  const rows = [];
  for (const { path, kind, who } of ROUTES) {
    if (kind !== "page" || typeof who === "string") continue;
    const address = examples[path] ?? path;
    if (address.includes("[")) {
      console.warn(`${path} was not measured: it has no example`);
      continue;
    }
    for (const reader of readersOf(path, who)) {
      const times = await measurePage(visitors[reader], address);
      rows.push(...timeRows(`${path} as ${reader}`, times, bare));
      console.log(`    ${path} as ${reader}: ${Math.round(times.p50)} ms, p95 ${Math.round(times.p95)} ms`);
    }
    const [reader] = readersOf(path, who);
    if (reader) rows.push(scriptRow(path, await weighScripts(visitors[reader], address)));
  }
  return rows;
}

/** Whoever sees the most of a page, and whoever sees only their own of it. */
function readersOf(path: string, who: readonly string[]): Reader[] {
  const allowed = (Object.keys(ROLES) as Reader[]).filter((reader) =>
    ROLES[reader].some((role) => who.includes(role)),
  );
  if (path.includes("terminal")) return ["ana"];
  const most = (["cleo", "dov", "ben", "ana"] as const).find((reader) => allowed.includes(reader));
  const own = allowed.includes("ana") && most !== "ana" ? (["ana"] as const) : [];
  const more = path === "/" || path === "/inbox" ? (["ben", "dov"] as const) : [];
  return [...(most ? [most] : []), ...own, ...more];
}

function timeRows(name: string, { status, p50, p95 }: PageTimes, bare: PageTimes) {
  const against = { name: "the sign-in page, median", value: bare.p50 };
  const wrong = status === 200 ? "" : ` (answered ${status})`;
  return [
    {
      name: `${name}${wrong}, median`,
      value: p50,
      unit: "ms",
      against,
      ratio: p50 / bare.p50,
      target: null,
      met: null,
    },
    {
      ...{ name: `${name}${wrong}, p95`, value: p95, unit: "ms", against, ratio: p95 / bare.p50 },
      target: "at most 100 ms",
      met: status === 200 && p95 <= 100,
    },
  ];
}

function scriptRow(path: string, kilobytes: number) {
  const isHeavy = HEAVY_PAGES.includes(path);
  return {
    ...{ name: `${path}, scripts`, value: kilobytes, unit: "KB gzip", against: null, ratio: null },
    target: isHeavy ? null : `at most ${MOST_SCRIPTS_KB} KB`,
    met: isHeavy ? null : kilobytes <= MOST_SCRIPTS_KB,
  };
}

async function measureGrowth(world: World) {
  Object.assign(process.env, world.env("web"));
  const small = await createTestDatabase();
  const large = await createTestDatabase();
  try {
    await fillDatabase(asSuperuser(small.urls.owner), SMALL);
    await fillDatabase(asSuperuser(large.urls.owner), LARGE);
    // Twice, one after the other, so that none has the quieter machine.
    const rounds = [];
    for (let round = 0; round < 2; round++)
      rounds.push({
        few: await measureLists(small.urls.web),
        many: await measureLists(large.urls.web),
        history: await measureLists(world.databaseUrls.web),
      });
    const few = quietest(rounds.map((round) => round.few));
    const many = quietest(rounds.map((round) => round.many));
    const history = quietest(rounds.map((round) => round.history));
    return [...few].map(([name, ms]) => {
      const value = (name.startsWith("audit") ? history : many).get(name) ?? Number.NaN;
      const against = { name: "1,000 rows", value: ms };
      const ratio = value / ms;
      return {
        ...{ name: `${name}, 1,000,000 rows`, value, unit: "ms", against, ratio },
        target: "ratio ≤ 1.5",
        met: ratio <= 1.5,
      };
    });
  } finally {
    await small.drop();
    await large.drop();
  }
}

function quietest(rounds: readonly Map<string, number>[]): Map<string, number> {
  const names = [...(rounds[0]?.keys() ?? [])];
  return new Map(
    names.map((name) => [
      name,
      Math.min(...rounds.map((round) => round.get(name) ?? Number.POSITIVE_INFINITY)),
    ]),
  );
}

function asSuperuser(url: string): string {
  const address = new URL(currentCluster().adminUrl);
  address.pathname = new URL(url).pathname;
  return address.href;
}

async function idsOf(url: string, subjects: readonly string[]): Promise<string[]> {
  const rows = await query<{ id: string }>(url, "select id from people where subject = any($1)", [subjects]);
  if (rows.length !== subjects.length) throw new Error("not everybody has signed in");
  return rows.map(({ id }) => id);
}

/** An address for each page with a parameter: something of Ana's from long ago. */
async function examplesIn(url: string): Promise<Readonly<Record<string, string>>> {
  const [row] = await query<{ session: string; request: string; node: string; person: string }>(
    url,
    `select s.id as session, g.request_id as request, s.node_id as node, s.person_id as person
     from sessions s join grants g on g.id = s.grant_id join people p on p.id = s.person_id
     where p.subject = 'ana' and s.state = 'ended' order by s.created_at desc offset 10 limit 1`,
    [],
  );
  if (!row) throw new Error("Ana has no session");
  return {
    "/nodes/[id]": `/nodes/${row.node}`,
    "/requests/[id]": `/requests/${row.request}`,
    "/sessions/[id]": `/sessions/${row.session}`,
    "/sessions/[id]/terminal": `/sessions/${row.session}/terminal`,
    "/people/[id]": `/people/${row.person}`,
  };
}

async function query<R extends pg.QueryResultRow>(
  url: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<R>(text, values)).rows;
  } finally {
    await client.end();
  }
}

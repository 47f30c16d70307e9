import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";
import { checkBoundaries } from "./boundaries.mjs";

const PATIENCE_MS = 60_000;
let folder = "";

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A checkout in small: the same layout and packages, with the given files. */
function plant(files: Record<string, string>): string {
  folder = mkdtempSync(join(tmpdir(), "halligan-boundaries-"));
  symlinkSync(inCheckout("node_modules"), join(folder, "node_modules"));
  const tsconfig = {
    compilerOptions: { module: "esnext", moduleResolution: "bundler", paths: { "@/*": ["./*"] } },
  };
  const written = {
    "package.json": '{"dependencies":{"pg":"*","next":"*"}}',
    "tsconfig.json": JSON.stringify(tsconfig),
  };
  for (const [name, text] of Object.entries({ ...written, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const SOUND = {
  "lib/kernel/ids.ts": "export const newId = () => 'x';",
  "lib/grants/rules.ts": "import { newId } from '@/lib/kernel/ids';\nexport const rule = newId;",
  "lib/grants/store.ts": "import pg from 'pg';\nexport const read = () => pg;",
  "lib/grants/issue-grant.ts":
    "import { read } from './store';\nimport { rule } from './rules';\nexport const issue = () => [read(), rule()];",
  "app/page.tsx":
    "import { issue } from '@/lib/grants/issue-grant';\nexport default function Page() { return issue(); }",
  "sandbox/aws/main.ts": "export const sandbox = 1;",
};

it("finds nothing in parts that keep the order, and has looked at all of them", {
  timeout: PATIENCE_MS,
}, async () => {
  const { modules, problems } = await checkBoundaries(plant(SOUND));
  expect(problems).toEqual([]);
  expect(modules).toBe(Object.keys(SOUND).length);
});

/** Each violation: what it breaks, and the files that break it. */
const PLANTED: readonly (readonly [rule: string, files: Record<string, string>])[] = [
  [
    "no-unresolved",
    { "lib/grants/lost.ts": "import { nobody } from './nowhere';\nexport const lost = nobody;" },
  ],
  [
    "http-only-for-web",
    {
      "lib/http/route.ts": "export const route = 1;",
      "server/gateway/edge.ts": "import { route } from '@/lib/http/route';\nexport const edge = route;",
    },
  ],
  [
    "pages-know-no-outside",
    {
      "lib/aws/roles.ts": "export const roles = 1;",
      "app/roles/page.tsx": "import { roles } from '@/lib/aws/roles';\nexport default roles;",
    },
  ],
  [
    "ui-knows-nothing-of-ours",
    {
      "components/ui/controls/button.tsx":
        "import { rule } from '@/lib/grants/rules';\nexport const Button = rule;",
    },
  ],
  [
    "order-kernel",
    { "lib/kernel/late.ts": "import type { rule } from '../grants/rules';\nexport type Late = typeof rule;" },
  ],
  [
    "order-session-policy",
    { "lib/session-policy/build.ts": "import { rule } from '../grants/rules';\nexport const build = rule;" },
  ],
  ["prisma-in-stores", { "lib/grants/direct.ts": "import pg from 'pg';\nexport const direct = pg;" }],
  [
    "prisma-in-stores",
    { "lib/grants/requesting/direct.ts": "import pg from 'pg';\nexport const direct = pg;" },
  ],
  [
    "next-only-at-the-web-edge",
    { "lib/grants/headers.ts": "import { headers } from 'next/headers';\nexport const seen = headers;" },
  ],
  [
    "handles-in-stores",
    {
      "lib/db/client.ts": "export const handleOf = 1;",
      "lib/grants/opened.ts": "import { handleOf } from '../db/client';\nexport const direct = handleOf;",
    },
  ],
  ["unlisted-folder", { "lib/novelty/thing.ts": "export const thing = 1;" }],
  [
    "programs-call-use-cases",
    { "app/admin/page.tsx": "import { read } from '@/lib/grants/store';\nexport default read;" },
  ],
  [
    "programs-call-use-cases",
    {
      "lib/grants/requesting/store.ts": "export const nested = 1;",
      "server/jobs/main.ts":
        "import { nested } from '@/lib/grants/requesting/store';\nexport const main = nested;",
    },
  ],
  [
    "views-take-types-and-rules",
    {
      "components/view.tsx": "import { issue } from '@/lib/grants/issue-grant';\nexport const View = issue;",
    },
  ],
  [
    "views-know-no-program",
    { "components/linked.tsx": "import Page from '@/app/page';\nexport const View = Page;" },
  ],
  [
    "views-know-no-program",
    {
      "server/gateway/main.ts": "export const main = 1;",
      "components/typed.tsx":
        "import type { main } from '@/server/gateway/main';\nexport type View = typeof main;",
    },
  ],
  [
    "servers-show-nothing",
    { "server/gateway/shown.ts": "import Page from '@/app/page';\nexport const main = Page;" },
  ],
  [
    "servers-show-nothing",
    {
      "components/seen.tsx": "export const View = 1;",
      "bin/halligan.ts": "import { View } from '@/components/seen';\nexport const main = View;",
    },
  ],
  [
    "gateway-and-jobs-apart",
    {
      "server/gateway/apart.ts": "export const main = 1;",
      "server/jobs/worker.ts": "import { main } from '@/server/gateway/apart';\nexport const worker = main;",
    },
  ],
  [
    "programs-stand-apart",
    {
      "server/gateway/alone.ts": "export const main = 1;",
      "bin/other.ts": "import { main } from '@/server/gateway/alone';\nexport const other = main;",
    },
  ],
  [
    "lib-knows-no-sentence",
    {
      "messages/en/words.ts": "export const words = 1;",
      "lib/grants/said.ts": "import { words } from '@/messages/en/words';\nexport const said = words;",
    },
  ],
  [
    "sentences-know-types-only",
    { "messages/en/spoken.ts": "import { rule } from '@/lib/grants/rules';\nexport const words = rule;" },
  ],
  [
    "rules-are-pure",
    { "lib/nodes/rules.ts": "import { readFileSync } from 'node:fs';\nexport const rule = readFileSync;" },
  ],
  ["rules-are-pure", { "lib/sessions/sweeping/sweep-rules.ts": "export const rule = () => Date.now();" }],
  ["rules-are-pure", { "lib/nodes/age-rules.ts": "export const rule = () => new Date();" }],
  [
    "protocol-without-io",
    { "lib/session-manager/socket.ts": "import { connect } from 'node:net';\nexport const open = connect;" },
  ],
  [
    "protocol-without-io",
    { "lib/session-manager/web-socket.ts": "import ws from 'ws';\nexport const open = ws;" },
  ],
  [
    "lib-knows-no-page",
    { "lib/grants/read.ts": "import Page from '@/app/page';\nexport const page = Page;" },
  ],
  [
    "lib-knows-no-page",
    {
      "prisma/seed.ts": "export const seed = 1;",
      "lib/grants/seed.ts": "import { seed } from '@/prisma/seed';\nexport const read = seed;",
    },
  ],
  [
    "seed-and-templates-are-leaves",
    {
      "prisma/seed.ts": "export const seed = 1;",
      "server/jobs/seeded.ts": "import { seed } from '@/prisma/seed';\nexport const main = seed;",
    },
  ],
  [
    "seed-and-templates-are-leaves",
    {
      "infra/deploy.ts": "export const deploy = 1;",
      "app/deployed/page.tsx": "import { deploy } from '@/infra/deploy';\nexport default deploy;",
    },
  ],
  [
    "launchers-know-no-part",
    { "tools/demo.mjs": "import { rule } from '../lib/grants/rules.ts';\nexport const demo = rule;" },
  ],
  [
    "nothing-uses-the-sandbox",
    {
      "server/gateway/toy.ts":
        "import { sandbox } from '../../sandbox/aws/main';\nexport const main = sandbox;",
    },
  ],
  [
    "sandbox-stands-alone",
    {
      "sandbox/identity/main.ts": "import { newId } from '../../lib/kernel/ids';\nexport const main = newId;",
    },
  ],
  [
    "two-sandbox-programs",
    { "sandbox/identity/twin.ts": "import { sandbox } from '../aws/main';\nexport const main = sandbox;" },
  ],
  [
    "sdk-in-aws",
    {
      "lib/sessions/start-session.ts":
        "import { SSMClient } from '@aws-sdk/client-ssm';\nexport const start = SSMClient;",
    },
  ],
  [
    "no-cycle",
    {
      "lib/kernel/ring.ts": "import type { Other } from './link';\nexport interface Ring { other: Other }",
      "lib/kernel/link.ts": "import type { Ring } from './ring';\nexport interface Other { ring: Ring }",
    },
  ],
  [
    "no-cycle",
    {
      "lib/kernel/circle.ts": "import { other } from './other';\nexport const circle = () => other;",
      "lib/kernel/other.ts": "import { circle } from './circle';\nexport const other = () => circle;",
    },
  ],
  [
    "no-test-code-in-programs",
    {
      "lib/grants/testing/world.ts": "export const world = 1;",
      "lib/grants/used.ts": "import { world } from './testing/world';\nexport const used = world;",
    },
  ],
  [
    "production-packages-only",
    { "server/gateway/tested.ts": "import fc from 'fast-check';\nexport const main = fc;" },
  ],
];

it("has a violation planted for every rule", () => {
  const config = createRequire(import.meta.url)(inCheckout(".dependency-cruiser.cjs")) as {
    forbidden: { name: string }[];
  };
  const planted = new Set(PLANTED.map(([rule]) => rule));
  const names = config.forbidden.map(({ name }) => name).filter((name) => !name.startsWith("order-"));
  expect(names.filter((name) => !planted.has(name))).toEqual([]);
});

it("finds every planted violation, by the rule's name", { timeout: PATIENCE_MS }, async () => {
  // As few cruises as do: violations share one whose files have other names, or the same text.
  const rounds: Record<string, string>[] = [];
  for (const [, planted] of PLANTED) {
    const round = rounds.find((taken) =>
      Object.entries(planted).every(([name, text]) => !(name in taken) || taken[name] === text),
    );
    if (round) Object.assign(round, planted);
    else rounds.push({ ...planted });
  }
  const found = new Set<string>();
  for (const round of rounds) {
    const { problems } = await checkBoundaries(plant({ ...SOUND, ...round }));
    for (const problem of problems) {
      const [rule = ""] = problem.split(":");
      for (const [wanted, planted] of PLANTED)
        if (
          wanted === rule &&
          Object.keys(planted).some((name) => problem.includes(name) || problem.includes(`${dirname(name)} `))
        )
          found.add(`${rule}: ${Object.keys(planted).join(", ")}`);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  const all = PLANTED.map(([rule, planted]) => `${rule}: ${Object.keys(planted).join(", ")}`);
  expect([...found].sort()).toEqual([...new Set(all)].sort());
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { checkBoundaries } from "./boundaries.mjs";
import { inCheckout } from "./checkout.mjs";

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

it("finds every planted violation, by the rule's name", { timeout: PATIENCE_MS }, async () => {
  const { problems } = await checkBoundaries(
    plant({
      ...SOUND,
      "lib/kernel/late.ts": "import type { rule } from '../grants/rules';\nexport type Late = typeof rule;",
      "lib/grants/direct.ts": "import pg from 'pg';\nexport const direct = pg;",
      "lib/grants/headers.ts": "import { headers } from 'next/headers';\nexport const seen = headers;",
      "lib/novelty/thing.ts": "export const thing = 1;",
      "app/admin/page.tsx": "import { read } from '@/lib/grants/store';\nexport default read;",
      "components/view.tsx": "import { issue } from '@/lib/grants/issue-grant';\nexport const View = issue;",
      "server/gateway/main.ts":
        "import { sandbox } from '../../sandbox/aws/main';\nexport const main = sandbox;",
      "sandbox/identity/main.ts": "import { newId } from '../../lib/kernel/ids';\nexport const main = newId;",
      "lib/sessions/start-session.ts":
        "import { SSMClient } from '@aws-sdk/client-ssm';\nexport const start = SSMClient;",
      "lib/kernel/circle.ts": "import { other } from './other';\nexport const circle = () => other;",
      "lib/kernel/other.ts": "import { circle } from './circle';\nexport const other = () => circle;",
    }),
  );
  const names = new Set(problems.map((problem) => problem.split(":")[0]));
  expect([...names].sort()).toEqual([
    "next-only-at-the-web-edge",
    "no-cycle",
    "nothing-uses-the-sandbox",
    "order-kernel",
    "prisma-in-stores",
    "production-packages-only",
    "programs-call-use-cases",
    "sandbox-stands-alone",
    "sdk-in-aws",
    "unlisted-folder",
    "views-take-types-and-rules",
  ]);
});

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verify } from "@/server/testing/evidence";
import { createdSession } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

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

let grantId: string | undefined;

/** A shell on ledger-3; all under one grant. */
async function shell(): Promise<{ sessionId: string; terminal: Terminal }> {
  let sessionId: string;
  if (grantId === undefined) ({ sessionId, grantId } = await createdSession(ana));
  else {
    const nodeId = "i-0b7d20e94a6c8135f";
    ({ sessionId } = await ana.post<{ sessionId: string }>("/api/sessions/create", { grantId, nodeId }));
  }
  return { sessionId, terminal: await ana.open(sessionId).ready() };
}

async function gradesOf(sessionId: string) {
  const query = `select s.completeness, s.corroboration, g.logs, g.alarms, g.differences, g.gaps from sessions s
    join session_grades g on g.session_id = s.id where s.id = $1 and s.completeness is not null
      and s.corroboration not in ('pending', 'absent')`;
  return until("the session is graded", 120_000, async () => (await rows.all(query, [sessionId]))[0]);
}

const AGREED = { completeness: "complete", corroboration: "agreed", alarms: [], differences: [], gaps: [] };

async function run(terminal: Terminal, command: string, shows: string): Promise<void> {
  const from = terminal.end;
  terminal.type(`${command}\r`);
  await terminal.shows(shows, { from, ms: 60_000 });
}

const PIECES = [
  ...[
    "plain words",
    "h\u00e9llo \u00fc",
    "\u4f60\u597d",
    "\u00c0",
    "\u2713 ok",
    "\u20ac5",
    "\u2500\u2502",
    "\ud83d\ude00 hi",
    "\t",
    "a\tb",
  ],
  ...[
    "\u001b[31mred\u001b[0m",
    "\u001b[?2004h",
    "\u001b[2J\u001b[1;1H",
    "\u001b[38;5;196m",
    "10%\r50%\r100%",
    "\r",
    "ab\b \bc",
    "\u0007",
  ],
  ...[
    "\u001b]0;title\u0007",
    "\u001b]0;title\u001b\\",
    "\u001b(B",
    "\u001b[",
    "\u0000",
    "<&>",
    "\u2028",
    '{"sessionData":[]}',
  ],
  ...["x".repeat(300), "\u001b[1m\u001b[42m", "\n", "\n\n", "Script done on 2026"],
];
const output = fc
  .array(
    fc.oneof(
      fc.constantFrom(...PIECES).map((text) => Buffer.from(text)),
      fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
    ),
    { minLength: 1, maxLength: 12 },
  )
  // A terminal takes lines of 4,095 bytes.
  .map((pieces) => Buffer.concat(pieces).subarray(0, 2_500));

describe("the log of the agent", () => {
  it("agrees with what was recorded of ordinary work: colours, characters, progress, long lines, much of it", async () => {
    const { sessionId, terminal } = await shell();
    await run(
      terminal,
      "ls --color=always / ; echo '\u2713 \u4f60\u597d \u00c0 \u20ac5 \ud83d\ude00 \u2500\u2502'; echo do''ne",
      "done",
    );
    await run(terminal, "for i in $(seq 0 10 100); do printf '\\r%d%%' $i; done; echo; echo do''ne", "done");
    await run(
      terminal,
      "head -c 100001 /dev/zero | tr '\\0' x; echo; printf '\\033]0;t\\007b\\033(B\\n'; echo do''ne",
      "done",
    );
    await run(terminal, "seq 1 40000; echo do''ne", "done");
    terminal.type("exit\r");
    await terminal.ends();
    expect(await gradesOf(sessionId)).toMatchObject({
      ...AGREED,
      logs: [{ source: "stream", form: "streamed", verdict: "agreed", differences: 0 }],
    });
  });

  it("agrees with whatever else a program may print, whoever ends the session", async () => {
    const { sessionId, terminal } = await shell();
    await run(terminal, "f=$(mktemp); echo do''ne", "done");
    for (const bytes of fc.sample(output, { numRuns: 8, seed: 4_711 }))
      await run(
        terminal,
        `echo ${bytes.toString("base64")} | base64 -d >> $f; echo >> $f; echo do''ne`,
        "done",
      );
    // What comes may hide whatever is printed after it: the file is removed when all of it was printed.
    await run(terminal, "cat $f; rm $f; printf '\\030\\033\\\\\\033c\\n'; echo do''ne", "done");
    await ana.post("/api/sessions/end", { sessionId });
    await terminal.ends();
    expect(await gradesOf(sessionId)).toMatchObject(AGREED);
  }, 180_000);

  it("leaves a record that verifies", async () => {
    expect(await verify(world)).toMatchObject({ code: 0 });
  });
});

import { createdSession, NODES } from "../server/testing/loop";
import { Visitor } from "../server/testing/visitor";
import type { World } from "../tools/world.mjs";
import { type Line, openBareClient } from "./support/bare-client";
import { measureEcho, measureThroughput, percentile } from "./support/measure";

const KEYS = 200;
const MEGABYTES = 10;

/** Keystroke echo and output through gateway and recorder, against a bare data-channel client in the same run. */
export default async function measureTerminal(world: World) {
  const ana = await Visitor.signIn(world, "ana");
  const opening = await measureOpening(world, ana);
  const bare = await openBareClient(world, NODES.payments);
  const { line } = opening;
  await settle();

  // One after the other, twice, so that neither has the quieter machine.
  const rounds = [];
  for (let round = 0; round < 2; round++) {
    const bareEcho = await measureEcho(bare, KEYS / 2);
    const echo = await measureEcho(line, KEYS / 2);
    rounds.push({ bareEcho, echo });
  }
  const bareEcho = rounds.flatMap((round) => round.bareEcho).sort((a, b) => a - b);
  const echo = rounds.flatMap((round) => round.echo).sort((a, b) => a - b);
  line.type("\u0015");
  bare.type("\u0015");
  await settle();
  const bareRate = await measureThroughput(bare, MEGABYTES);
  const rate = await measureThroughput(line, MEGABYTES);
  await line.close();
  await bare.close();

  const above = percentile(echo, 0.95) - percentile(bareEcho, 0.95);
  return [
    row("keystroke echo, median", percentile(echo, 0.5), "ms", percentile(bareEcho, 0.5), null, null),
    row(
      "keystroke echo, p95",
      percentile(echo, 0.95),
      "ms",
      percentile(bareEcho, 0.95),
      "at most 15 ms above the bare client",
      above <= 15,
    ),
    row("output of 10 MB", rate, "MB/s", bareRate, "ratio ≥ 0.8", rate / bareRate >= 0.8),
    row("approve → first prompt", opening.totalMs, "ms", opening.awsMs, null, null, "AWS's part"),
    row(
      "approve → first prompt, our part",
      opening.totalMs - opening.awsMs,
      "ms",
      opening.awsMs,
      null,
      null,
      "AWS's part",
    ),
  ];
}

/** From Ben's yes to Ana's first prompt; AWS's part is what a bare client needs from StartSession to its prompt. */
async function measureOpening(world: World, ana: Visitor) {
  const ben = await Visitor.signIn(world, "ben");
  const bare = await openBareClient(world, NODES.payments);
  await bare.close();
  // What a first time costs (modules, connections, the proof's data) is not what is measured.
  const warm = await createdSession(ana);
  const first = ana.open(warm.sessionId);
  await first.ready();
  first.tell({ type: "end" });
  const asked = await askForPayments(ana);
  const startedAt = performance.now();
  const { grantId } = await ben.post<{ grantId: string }>("/api/requests/decide", {
    ...asked,
    version: 1,
    verdict: "approve",
  });
  const { sessionId } = await ana.post<{ sessionId: string }>("/api/sessions/create", {
    grantId,
    nodeId: NODES.payments,
  });
  const terminal = ana.open(sessionId);
  const line: Line = {
    type: (text) => terminal.type(text),
    listen: (heard) => {
      const take = (data: unknown, isBinary: boolean) => {
        if (isBinary) heard(Buffer.from(data as Buffer).subarray(8), performance.now());
      };
      terminal.socket.on("message", take);
      return () => terminal.socket.off("message", take);
    },
    close: async () => terminal.tell({ type: "end" }),
  };
  const promptAt = await new Promise<number>((resolve) => {
    const stop = line.listen((_bytes, at) => {
      stop();
      resolve(at);
    });
  });
  return { totalMs: promptAt - startedAt, awsMs: bare.startedMs, line };
}

async function askForPayments(ana: Visitor): Promise<{ requestId: string; requestHash: string }> {
  return ana.post("/api/requests/create", {
    nodeIds: [NODES.payments],
    justification: "Disk full, writes failing",
    windowSeconds: 1800,
  });
}

function row(
  name: string,
  value: number,
  unit: string,
  against: number,
  target: string | null,
  met: boolean | null,
  againstName = "bare data-channel client",
) {
  return {
    name,
    value,
    unit,
    against: { name: againstName, value: against },
    ratio: value / against,
    target,
    met,
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1_000));
}

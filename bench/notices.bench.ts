import { smtpSender } from "@/lib/deliveries/mail/smtp";
import { type Received, startSmtp } from "@/lib/deliveries/testing/smtp";
import { newId } from "@/lib/kernel/ids";
import { Rows } from "../server/testing/rows";
import { Visitor } from "../server/testing/visitor";
import { until } from "../server/testing/waiting";
import type { World } from "../tools/world.mjs";
import { percentile } from "./support/measure";

/** Groups are confirmed once: what is measured is the telling. */
export const settings = { GROUPS_MAX_AGE_SECONDS: 3600 };

const NODE = "i-0f3a9c41d7e25b91c";
const WAITING = 1_000;
/** A person may have fifty that wait. */
const ASKED = 40;
const FROM = { name: "Halligan", address: "halligan@example.test" };

/**
 * From the commit of a request to the message in the hands of a mail server, while a thousand others wait for their next
 * try; beside the bare handing over. And how fast a thousand that are due at once go out, as after an outage.
 */
export default async function measureNotices(world: World) {
  const rows = new Rows(world);
  const arrived = new Map<string, number>();
  const server = await startSmtp({}, ({ source }) => {
    arrived.set(idIn(source), Date.now());
    return undefined;
  });
  try {
    await Visitor.signIn(world, "ben");
    const ana = await Visitor.signIn(world, "ana");
    await world.restart("jobs", { SMTP_URL: server.url });
    await until(
      "there are nodes",
      60_000,
      async () => (await rows.all("select from nodes limit 1")).length > 0,
    );
    const bare = await handOver(server.url);

    const first = await ask(ana);
    await until("the first is told", 60_000, async () => arrived.size > 0);
    await putWaiting(rows, first, "10 minutes");
    const times: number[] = [];
    for (let number = 0; number < ASKED; number += 1) {
      const requestId = await ask(ana);
      const told = await rows.one<{ id: string; at: Date }>(
        `select id, created_at as at from deliveries where request_id = '${requestId}'`,
      );
      await until("it is told", 60_000, async () => arrived.has(told.id));
      times.push((arrived.get(told.id) ?? 0) - told.at.getTime());
    }
    times.sort((a, b) => a - b);

    const before = arrived.size;
    const startedAt = performance.now();
    await putWaiting(rows, first, "0 minutes");
    await until("all of them are told", 600_000, async () => arrived.size >= before + WAITING);
    const rate = WAITING / ((performance.now() - startedAt) / 1000);

    const against = { name: "handing a message over", value: bare };
    const p95 = percentile(times, 0.95);
    return [
      row(`commit → message handed over, ${WAITING} waiting, median`, percentile(times, 0.5), "ms", against),
      {
        ...row(`commit → message handed over, ${WAITING} waiting, p95`, p95, "ms", against),
        ...{ target: "at most 1,000 ms", met: p95 <= 1_000 },
      },
      row(`${WAITING} due at once`, rate, "messages/s"),
    ];
  } finally {
    await rows.close();
    await server.close();
  }
}

function row(
  name: string,
  value: number,
  unit: string,
  against: { name: string; value: number } | null = null,
) {
  const facts = { target: null as string | null, met: null as boolean | null };
  return { name, value, unit, against, ratio: against && value / against.value, ...facts };
}

/** The delivery's id is that of its message. */
function idIn(source: Received["source"]): string {
  return /^Message-ID: <([^@>]+)@/im.exec(source)?.[1] ?? source;
}

async function ask(person: Visitor): Promise<string> {
  const asked = { nodeIds: [NODE], justification: "Disk full, writes failing", windowSeconds: 60 };
  const { requestId } = await person.post<{ requestId: string }>("/api/requests/create", asked);
  return requestId;
}

/** A thousand messages that are due after so long, as copies of the one about a request. */
async function putWaiting(rows: Rows, requestId: string, after: string): Promise<void> {
  const ids = Array.from({ length: WAITING }, () => newId("delivery"));
  await rows.all(
    `with one as (select * from deliveries where request_id = '${requestId}' limit 1),
      put as (
        insert into deliveries (id, key, channel, kind, subject_id, request_id, person_id, next_try_at, expires_at, created_at)
        select ids.id, ids.id, channel, kind, subject_id, request_id, person_id, now() + interval '${after}',
          now() + interval '1 hour', now()
        from one, unnest('{${ids.join(",")}}'::text[]) as ids (id) returning id)
    select graphile_worker.add_job('deliver-mail', json_build_object('deliveryId', id),
      run_at => now() + interval '${after}', job_key => id)::text from put`,
  );
}

/** The median of handing over a message and nothing else, in milliseconds. */
async function handOver(url: string): Promise<number> {
  const send = smtpSender(url, FROM, { isTlsRequired: false });
  const times: number[] = [];
  for (let number = 0; number < 20; number += 1) {
    const startedAt = performance.now();
    await send({
      ...{ to: { name: "Ben", address: "ben@example.test" }, subject: "x", text: "x", html: "x" },
      messageId: `<bare-${number}@example.test>`,
    });
    times.push(performance.now() - startedAt);
  }
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  );
}

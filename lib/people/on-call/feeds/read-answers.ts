import { z } from "zod";
import { type Period, type Shift, UnreadableFeed, whoIn, withinPeriod } from "./shift";

const text = z.string().max(1_000);
const instant = z.iso.datetime({ offset: true }).transform((at) => Date.parse(at));

const own = z.object({ shifts: z.array(z.object({ who: text, from: instant, to: instant })) });
const pagerDuty = z.object({
  oncalls: z.array(
    z.object({
      user: z.object({ email: text.optional(), summary: text.nullish(), name: text.nullish() }),
      start: instant.nullable(),
      end: instant.nullable(),
    }),
  ),
});
const opsgenie = z.object({ data: z.object({ onCallRecipients: z.array(text) }) });

/**
 * The shifts of an answer in JSON. UNTRUSTED.
 * - `json`: `{"shifts":[{"who":"ben@example.com","from":"2026-11-28T08:00:00Z","to":"…"}]}`
 * - `pagerduty`: GET /oncalls, best with include[]=users; without bounds somebody is always on call
 * - `opsgenie`: GET /v2/schedules/ID/on-calls?flat=true, which says only who is on call now
 * @throws UnreadableFeed
 */
export function readAnswer(format: "json" | "pagerduty" | "opsgenie", body: string, period: Period): Shift[] {
  return withinPeriod(READERS[format](parse(body), period), period);
}

const READERS = {
  json: (body: unknown) => checked(own, body).shifts.flatMap(({ who, from, to }) => shiftsFor(who, from, to)),
  pagerduty: (body: unknown, period: Period) =>
    checked(pagerDuty, body).oncalls.flatMap(({ user, start, end }) =>
      shiftsFor(user.email ?? user.summary ?? user.name ?? "", start ?? period.from, end ?? period.to),
    ),
  opsgenie: (body: unknown, period: Period) =>
    checked(opsgenie, body).data.onCallRecipients.flatMap((who) => shiftsFor(who, period.from, period.to)),
};

function shiftsFor(name: string, from: number, to: number): Shift[] {
  const who = whoIn(name);
  return who === undefined ? [] : [{ who, from, to }];
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new UnreadableFeed("it is no JSON");
  }
}

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UnreadableFeed(
    `it is of another shape: ${issue?.path.join(".") || "the whole"}: ${issue?.message}`,
  );
}

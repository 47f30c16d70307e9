import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { OnCallFeed } from "@/lib/kernel/config/on-call";
import { openWorld, type World } from "@/lib/requests/testing/world";
import { onCallNow } from "./on-call-now";
import { readOnCallFeeds } from "./read-feeds";
import { findFeeds } from "./store";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.owner("update people set email = 'Ben@Example.com' where name = 'Ben Okafor'");
});
afterAll(() => world.close());

const never = () => false;
const feed = (name: string, group: string, more: Partial<OnCallFeed> = {}): OnCallFeed => ({
  ...{ name, group, format: "json", url: `https://${name}.example/oncall?token=hidden` },
  ...more,
});
const HOUR = 3_600_000;
const shifts = (...whos: string[]) =>
  JSON.stringify({
    shifts: whos.map((who) => ({
      who,
      from: new Date(Date.now() - HOUR).toISOString(),
      to: new Date(Date.now() + HOUR).toISOString(),
    })),
  });

/** Jobs reads feeds whose answers are these, by name. An error is one. */
async function read(
  feeds: readonly OnCallFeed[],
  answers: Record<string, string | Error>,
): Promise<string[]> {
  const asked: string[] = [];
  await world.as("jobs");
  await readOnCallFeeds(
    feeds,
    async (url, headers) => {
      asked.push(`${new URL(url).host} ${headers.accept} ${headers.authorization ?? "-"}`);
      const answer = answers[new URL(url).host.split(".")[0] ?? ""] ?? new Error("no answer");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    never,
  );
  await world.as("web");
  return asked;
}

const now = async (...groups: string[]) =>
  (await inTransaction(async (tx) => onCallNow(tx, groups, await databaseNow(tx)))).map(
    ({ personName, group, source }) => `${personName} ${group} ${source}`,
  );

describe("who is on call", () => {
  it("is whom the feed of their group means, by address or by name", async () => {
    const asked = await read(
      [feed("sre", "sre-leads", { token: "abc" }), feed("platform", "platform-leads", { format: "ical" })],
      {
        sre: shifts("ben@example.com", "nobody@example.com"),
        platform: [
          ...["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20260101T000000Z", "DURATION:P1D"],
          ...["RRULE:FREQ=DAILY", "SUMMARY:fay tanaka", "END:VEVENT", "END:VCALENDAR"],
        ].join("\r\n"),
      },
    );
    expect(asked).toEqual(["sre.example application/json Bearer abc", "platform.example text/calendar -"]);
    expect(await now("sre-leads", "platform-leads")).toEqual([
      "Fay Tanaka platform-leads platform.example",
      "Ben Okafor sre-leads sre.example",
    ]);
    expect(await now("platform-leads")).toEqual(["Fay Tanaka platform-leads platform.example"]);
    expect(await now()).toEqual([]);
  });

  it("is nobody who is not of the group, is disabled, or shares the name with another of it", async () => {
    await read([feed("sre", "sre-leads")], { sre: shifts("Fay Tanaka", "Hal Virtanen") });
    expect(await now("sre-leads")).toEqual(["Hal Virtanen sre-leads sre.example"]);
    await world.owner("update people set disabled_at = now() where name = 'Hal Virtanen'");
    expect(await now("sre-leads")).toEqual([]);
    await world.owner("update people set disabled_at = null where name = 'Hal Virtanen'");
    await world.owner("update people set name = 'Ben Okafor' where name = 'Hal Virtanen'");
    await read([feed("sre", "sre-leads")], { sre: shifts("ben okafor") });
    expect(await now("sre-leads")).toEqual([]);
    await world.owner(
      "update people set name = 'Hal Virtanen' where 'halligan-admins' = any(groups) and 'sre-leads' = any(groups)",
    );
  });

  it("is still who was read before while a feed is away, for a day, and its age and trouble are known", async () => {
    const sre = feed("sre", "sre-leads");
    await read([sre], { sre: shifts("ben@example.com") });
    await read([sre], { sre: new Error("no answer in time") });
    expect(await now("sre-leads")).toEqual(["Ben Okafor sre-leads sre.example"]);
    expect(await findFeeds(reading())).toMatchObject([
      {
        name: "sre",
        group: "sre-leads",
        source: "sre.example",
        readAt: expect.any(Date),
        failure: "no answer in time",
      },
    ]);
    await read([sre], { sre: "<html>sign in</html>" });
    expect(await findFeeds(reading())).toMatchObject([{ failure: "it is no JSON" }]);
    expect(await now("sre-leads")).toHaveLength(1);
    await world.owner("update on_call_feeds set read_at = now() - interval '25 hours'");
    expect(await now("sre-leads")).toEqual([]);
  });

  it("is no longer whom a feed named that the settings no longer have, or that is another's now", async () => {
    await read([feed("sre", "sre-leads")], { sre: shifts("ben@example.com") });
    await read([feed("sre", "platform-leads")], { sre: new Error("no answer") });
    expect(await now("sre-leads", "platform-leads")).toEqual([]);
    await read([feed("sre", "sre-leads")], { sre: shifts("ben@example.com") });
    await read([], {});
    expect(await findFeeds(reading())).toEqual([]);
    expect(await now("sre-leads")).toEqual([]);
  });

  it("one feed that fails holds up no other", async () => {
    await read([feed("bad", "platform-leads"), feed("sre", "sre-leads")], { sre: shifts("ben@example.com") });
    expect(await now("sre-leads")).toHaveLength(1);
    expect((await findFeeds(reading())).map(({ name, failure }) => [name, failure])).toEqual([
      ["bad", "no answer"],
      ["sre", null],
    ]);
  });
});

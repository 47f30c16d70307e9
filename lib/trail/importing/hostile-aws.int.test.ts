import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { owning } from "@/lib/db/testing/owning";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { fetchDueImports } from "./fetch-due-imports";
import { endForgotten, importSessions } from "./import-sessions";
import { findDueImports } from "./store";
import { ACCOUNT, importedRow, REGION } from "./testing/outside";
import { answerOf, startStandIn } from "./testing/stand-in";

let world: World;
let aws: Awaited<ReturnType<typeof startStandIn>>;
beforeAll(async () => {
  aws = await startStandIn();
  const keys = {
    HALLIGAN_AWS_ACCESS_KEY_ID: "AKIAOFTHISPORTAL",
    HALLIGAN_AWS_SECRET_ACCESS_KEY: "secret".repeat(5),
  };
  world = await openWorld({ HALLIGAN_AWS_ENDPOINT: aws.endpoint, EVIDENCE_SECONDS: "1", ...keys });
  await world.as("jobs");
  await find();
});
afterEach(() => aws.misbehave(() => undefined));
afterAll(async () => {
  aws.stop();
  await world.close();
});

const find = () => importSessions(jobs, ACCOUNT, REGION);
const watch = () =>
  handleOf(reading()).sessionWatch.findUniqueOrThrow({
    where: { accountId_region: { accountId: ACCOUNT, region: REGION } },
  });

let count = 0;
/** A session of somebody's, that began now. @returns AWS's id */
function began(State: "Active" | "History"): string {
  count += 1;
  const SessionId = `somebody-${String(count).padStart(17, "0")}`;
  const StartDate = Date.now() / 1_000;
  aws.sessions.push({
    ...{ SessionId, State, StartDate, Target: NODES.ledger, DocumentName: "Shell" },
    ...{ Owner: `arn:aws:iam::${ACCOUNT}:user/somebody`, Status: "Connected" },
    ...(State === "History" ? { EndDate: StartDate } : {}),
  });
  return SessionId;
}

describe("AWS's list of sessions", () => {
  it.each(["Active", "History"])(
    "whose pages (%s) go in a circle is an error, not an endless round",
    async (state) => {
      const awsSessionId = began("History");
      let pages = 0;
      aws.misbehave((call) => {
        if (call.operation !== "DescribeSessions" || call.input.State !== state) return undefined;
        pages += 1;
        // Without an end, but for this test.
        const NextToken = pages % 2 ? "one" : "two";
        return { ...answerOf(call, []), ...(pages < 40 ? { NextToken } : {}) };
      });
      await expect(find()).rejects.toMatchObject({ code: "AWS_INVALID" });
      expect(pages).toBeLessThan(5);
      aws.misbehave(() => undefined);
      await find();
      expect(await importedRow(awsSessionId)).toMatchObject({ state: "ended" });
    },
  );

  it("is gone on with where it stopped when AWS was away in its middle, which is said", async () => {
    aws.misbehave(({ operation, input }, response) => {
      if (operation !== "DescribeSessions" || input.State !== "History") return undefined;
      if (input.NextToken === undefined) return { Sessions: [], NextToken: "the second page" };
      response.destroy();
      return null;
    });
    for (const _ of [1, 2]) {
      await expect(find()).rejects.toMatchObject({ code: "AWS_UNAVAILABLE" });
      expect(await watch()).toMatchObject({ nextToken: "the second page", readingSince: expect.any(Date) });
    }
    aws.misbehave(() => undefined);
    await find();
  }, 60_000);

  it("has one session that can't be put down, which holds up no other and is said", async () => {
    const [bad, good] = [began("History"), began("History")];
    const before = (await watch()).readUntil;
    await world.owner(`create function refuse_one() returns trigger language plpgsql as $$ begin
      if new.aws_session_id = '${bad}' then raise exception 'not this one'; end if; return new; end $$`);
    await world.owner(
      "create trigger refuse_one before insert on sessions for each row execute function refuse_one()",
    );
    await expect(find()).rejects.toThrow("not this one");
    expect(await importedRow(good)).toMatchObject({ state: "ended" });
    // Asked for again until it can be: nothing is passed over.
    expect((await watch()).readUntil).toEqual(before);
    await world.owner("drop trigger refuse_one on sessions");
    await find();
    expect(await importedRow(bad)).toMatchObject({ state: "ended" });
  });
});

describe("logs that can't be fetched", () => {
  it("of any number of sessions hold up no other's", async () => {
    const last = began("History");
    const refused = new Set(Array.from({ length: 25 }, () => began("History")));
    await find();
    await world.owner(`update sessions set opened_at = opened_at - interval '1 hour',
      created_at = created_at - interval '1 hour' where aws_session_id = '${last}'`);
    aws.misbehave(({ operation, input }, response) => {
      const [stream = ""] = (input.logStreamNames ?? []) as string[];
      if (operation !== "FilterLogEvents" || !refused.has(stream)) return undefined;
      return aws.refuse(response, "AccessDeniedException");
    });
    for (let round = 0; round < 3; round += 1)
      await fetchDueImports(jobs, { accountId: ACCOUNT, region: REGION }, () => false).catch(
        (error: unknown) => expect(error).toMatchObject({ code: "AWS_ACCESS_DENIED" }),
      );
    const { id } = await importedRow(last);
    const [row] = await handleOf(owning()).$queryRaw<{ at: Date | null }[]>`
      select evidence_checked_at as at from sessions where id = ${id}`;
    expect(row?.at).toBeInstanceOf(Date);
  });

  it("of an account that is not connected any more are not asked for, and its sessions are over after a day", async () => {
    const awsSessionId = began("Active");
    await find();
    const { id } = await importedRow(awsSessionId);
    await world.owner(`update sessions set region = 'eu-west-9' where id = '${id}'`);
    const due = await findDueImports(
      reading(),
      { accountId: ACCOUNT, region: REGION },
      { again: 1, limit: 500 },
    );
    expect(due).not.toContain(id);
    await endForgotten(jobs);
    expect(await importedRow(awsSessionId)).toMatchObject({ state: "open" });
    await world.owner(`update sessions set opened_at = opened_at - interval '25 hours',
      created_at = created_at - interval '25 hours' where id = '${id}'`);
    await endForgotten(jobs);
    expect(await importedRow(awsSessionId)).toMatchObject({ state: "ended", endAnswer: "" });
  });
});

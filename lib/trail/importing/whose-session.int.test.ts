import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reading } from "@/lib/db/client";
import { listInbox } from "@/lib/inbox/list-inbox";
import { config } from "@/lib/kernel/config/config";
import { addSeconds } from "@/lib/kernel/time";
import { eventsOf } from "@/lib/requests/testing/store";
import { account, jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { closeReview } from "@/lib/reviews/close-review";
import { openReview } from "@/lib/reviews/open-review";
import { readReview } from "@/lib/reviews/read-review";
import { canUnmask } from "@/lib/reviews/unmasking/can-unmask";
import { importSession } from "./import-session";
import { importedRow } from "./testing/outside";

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.owner(`update people set email = 'Cleo.Marchetti@example.com' where subject = 'cleo'`);
});
afterAll(() => world.close());

let count = 0;
/** The review of a session past the portal that this principal opened, half an hour long. */
async function reviewOf(owner: string): Promise<{ reviewId: string; sessionId: string }> {
  count += 1;
  const awsSessionId = `outside-${String(count).padStart(17, "0")}`;
  const openedAt = addSeconds(new Date(), -3_600);
  const [configured = config().HALLIGAN_ACCOUNTS[0]] = config().HALLIGAN_ACCOUNTS.filter(
    ({ accountId }) => accountId === account.accountId,
  );
  if (!configured) throw new TypeError("no account is configured");
  await world.as("jobs");
  await importSession(
    jobs,
    { account: configured, region: "eu-west-1" },
    {
      ...{ awsSessionId, nodeId: NODES.ledger, owner, reason: null, documentName: "Shell" },
      ...{ openedAt, endedAt: addSeconds(openedAt, 1_800), status: "Terminated", isBeforeWatch: false },
    },
  );
  const { id } = await importedRow(awsSessionId);
  const reviewId = (await openReview(jobs, { sessionId: id })) ?? "";
  await world.as("web");
  return { reviewId, sessionId: id };
}

const closing = { verdict: "in-order", notes: "looked at the log, all well" } as const;
const role = (name: string) => `arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0a1b/${name}`;

describe("whoever opened a session past the portal", () => {
  it.each([
    ["by the address that IAM Identity Center names them with", role("cleo.marchetti@example.com")],
    ["by the first part of their address", "arn:aws:iam::111122223333:user/staff/Cleo.Marchetti"],
    ["by the name under which they sign in", role("cleo")],
    ["under another domain", role("CLEO.MARCHETTI@corp.example")],
  ])("is known %s, and neither reviews it nor unmasks it", async (_, owner) => {
    const { cleo, hal } = world.people;
    const { reviewId, sessionId } = await reviewOf(owner);
    await expect(closeReview(cleo, { reviewId, ...closing })).rejects.toMatchObject({ code: "REVIEW_OWN" });
    expect(await canUnmask(cleo, sessionId)).toBe(false);
    expect(await readReview(cleo, reviewId)).toMatchObject({
      ...{ waitsForMe: false, excluded: [{ id: cleo.id, name: "Cleo Marchetti" }] },
    });
    const waiting = (await listInbox(reading(), cleo)).rows.map(({ subjectId }) => subjectId);
    expect(waiting).not.toContain(reviewId);
    const [opened] = (await eventsOf({ sessionId })).filter(({ code }) => code === "review.opened");
    expect(opened?.data).toMatchObject({ excluded: [cleo.id] });
    await closeReview(hal, { reviewId, ...closing });
    expect(await readReview(hal, reviewId)).toMatchObject({ state: "closed" });
  });

  it.each([
    ["another's name", role("cleopatra@example.com")],
    ["the account's root", "arn:aws:iam::111122223333:root"],
    ["nothing", ""],
    ["a pattern", role("%@%")],
  ])("is nobody of the portal's when AWS says %s", async (_, owner) => {
    const { cleo } = world.people;
    const { reviewId } = await reviewOf(owner);
    expect(await readReview(cleo, reviewId)).toMatchObject({ waitsForMe: true, excluded: [] });
    await closeReview(cleo, { reviewId, ...closing });
  });
});

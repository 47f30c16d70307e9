import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { saveGuideStep } from "@/lib/people/settings/guide-steps";
import { putSession } from "@/lib/requests/testing/store";
import { jobs, NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { closeReview } from "@/lib/reviews/close-review";
import { openReview } from "@/lib/reviews/open-review";
import { readGuide } from "./guide";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const doneFor = async (person: PersonActor) => {
  const guide = await readGuide(person);
  return guide?.kind === "story" ? guide.lines.filter(({ isDone }) => isDone).map(({ step }) => step) : guide;
};

describe("the first-run help", () => {
  it("ticks off what somebody really did, whoever looks", async () => {
    const { ana, ben, cleo, dov } = world.people;
    expect(await doneFor(dov)).toEqual([]);
    const wanted = { justification: "Disk full, writes failing", windowSeconds: 600 };
    // On another node it is another story.
    await createRequest(ana, { nodeIds: [NODES.search], ...wanted });
    expect(await doneFor(ana)).toEqual([]);
    const { requestId } = await createRequest(ana, { nodeIds: [NODES.payments], ...wanted });
    expect(await doneFor(dov)).toEqual(["ask"]);
    const { grantId = "" } = await decideAsShown(ben, { requestId, version: 1, verdict: "approve" });
    expect(await doneFor(dov)).toEqual(["ask", "approve"]);
    const session = { grantId, personId: ana.id, nodeId: NODES.payments, openedAt: new Date() };
    const sessionId = await putSession({ ...session, state: "ended" });
    expect(await doneFor(dov)).toEqual(["ask", "approve", "open"]);
    await world.as("jobs");
    const reviewId = (await openReview(jobs, { sessionId })) ?? "";
    await world.as("web");
    await closeReview(cleo, { reviewId, verdict: "in-order", notes: "Only the debug log was removed." });
    expect(await doneFor(dov)).toEqual(["ask", "approve", "open", "review"]);
    await saveGuideStep(dov, { step: "audit", isDone: true });
    expect(await readGuide(ana)).toMatchObject({ kind: "story", isOver: true });
  });

  it("is put away and had back by each person for themselves", async () => {
    const { ana, ben } = world.people;
    await saveGuideStep(ben, { step: "hidden", isDone: true });
    await saveGuideStep(ben, { step: "hidden", isDone: true });
    expect(await readGuide(ben)).toEqual({ kind: "hidden" });
    expect(await readGuide(ana)).toMatchObject({ kind: "story" });
    expect(await saveGuideStep(ben, { step: "hidden", isDone: false })).toEqual({ steps: [] });
    expect(await readGuide(ben)).toMatchObject({ kind: "story" });
  });

  it("lets nobody tick off the audit who may not see it", async () => {
    await expect(saveGuideStep(world.people.gus, { step: "audit", isDone: true })).rejects.toMatchObject({
      code: "ROLE_MISSING",
    });
  });

  it("says in production how it works, to who may ask and never has", async () => {
    const { ana, gus, cleo } = world.people;
    const settings = config();
    settings.HALLIGAN_WORLD = "production";
    try {
      expect(await readGuide(gus)).toEqual({ kind: "how" });
      expect(await readGuide(ana)).toBeNull();
      expect(await readGuide(cleo)).toBeNull();
    } finally {
      settings.HALLIGAN_WORLD = "sandbox";
    }
  });
});

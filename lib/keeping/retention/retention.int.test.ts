import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { noticesAbout } from "@/lib/inbox/testing/store";
import { newId } from "@/lib/kernel/ids";
import { readHome } from "@/lib/overview/home";
import { readNotices } from "@/lib/overview/notices/read-notices";
import { jobs, openWorld, type World } from "@/lib/requests/testing/world";
import { readWaitingForSecond } from "../waiting/read-waiting";
import { confirmRule, withdrawRule } from "./confirm-rule";
import { expireProposals } from "./expire-proposals";
import { proposeRule } from "./propose-rule";
import { readRetention } from "./read-retention";
import { BECAUSE, openRules } from "./testing/rules";

let world: World;
let rules: ReturnType<typeof openRules>;
beforeAll(async () => {
  world = await openWorld();
  rules = openRules(world);
});
afterAll(() => world.close());
beforeEach(() =>
  world.owner("delete from retention_rules; delete from notices", { past: "retention_rules" }),
);

const staging = async (viewer = world.people.dov) => {
  const found = (await readRetention(viewer)).classes.find(({ protection }) => protection === "staging");
  if (!found) throw new TypeError("there is no staging");
  return found;
};
const DAY = 86_400_000;

describe("a rule of retention", () => {
  it("is proposed by one administrator and confirmed by another, and applies seven days later if it keeps less", async () => {
    const { dov, fay, cleo } = world.people;
    expect(await staging()).toMatchObject({ inForce: null, upcoming: null, proposal: null, versions: [] });
    const ruleId = await rules.proposed("staging", 90);
    expect(await staging()).toMatchObject({
      proposal: { id: ruleId, days: 90, reason: BECAUSE, askedBy: { id: dov.id, name: dov.name } },
      propose: { allowed: false, code: "RETENTION_PROPOSED" },
    });
    await confirmRule(fay, { ruleId });
    const { inForce, upcoming, proposal, versions } = await staging();
    expect([inForce, proposal, versions.length]).toEqual([null, null, 1]);
    expect(upcoming).toMatchObject({ version: 1, days: 90, confirmedBy: { id: fay.id } });
    expect((upcoming?.effectiveAt.getTime() ?? 0) - (upcoming?.confirmedAt.getTime() ?? 0)).toBe(7 * DAY);
    // Reviewers read it, and have no buttons.
    const [first] = (await readRetention(cleo)).classes;
    expect(first).toMatchObject({ protection: "production", propose: null });
  });

  it("that keeps longer applies at once; one that does not apply yet never does", async () => {
    const first = await rules.ruled("staging", 90);
    await rules.aged(first, 8);
    expect((await staging()).inForce?.days).toBe(90);
    await rules.ruled("staging", 30);
    expect(await staging()).toMatchObject({ inForce: { days: 90 }, upcoming: { days: 30, version: 2 } });
    await rules.ruled("staging", 120);
    expect(await staging()).toMatchObject({
      ...{ inForce: { days: 120, version: 3 }, upcoming: null },
      versions: [{ version: 3 }, { version: 2, isSuperseded: true }, { version: 1, isSuperseded: false }],
    });
    await rules.ruled("staging", null);
    expect((await staging()).inForce).toMatchObject({ days: null, version: 4 });
    // Longer than what would have applied, shorter than what does.
    await rules.ruled("staging", 60);
    await rules.ruled("staging", 70);
    expect(await staging()).toMatchObject({ inForce: { version: 4 }, upcoming: { days: 70, version: 6 } });
  });

  it("is refused to whoever may not, or where it can't be", async () => {
    const { ana, ben, cleo, dov, fay } = world.people;
    const input = { protection: "staging", days: 90, reason: BECAUSE } as const;
    for (const actor of [ana, ben, cleo])
      await expect(proposeRule(actor, input)).rejects.toMatchObject({ code: "ROLE_MISSING" });
    for (const wrong of [{ days: 29 }, { days: 36_501 }, { reason: "because" }, { reason: "x".repeat(2001) }])
      await expect(proposeRule(dov, { ...input, ...wrong })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(proposeRule(dov, { ...input, days: null })).rejects.toMatchObject({
      code: "RETENTION_SAME",
    });
    await expect(confirmRule(fay, { ruleId: newId("retentionRule") })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const { ruleId } = await proposeRule(dov, input);
    await expect(proposeRule(fay, input)).rejects.toMatchObject({ code: "RETENTION_PROPOSED" });
    await expect(confirmRule(dov, { ruleId })).rejects.toMatchObject({ code: "RETENTION_SELF_CONFIRMED" });
    await expect(confirmRule(cleo, { ruleId })).rejects.toMatchObject({ code: "ROLE_MISSING" });
    await withdrawRule(dov, { ruleId });
    await expect(confirmRule(fay, { ruleId })).rejects.toMatchObject({ code: "RETENTION_OVER" });
    await expect(readRetention(ana)).rejects.toMatchObject({ code: "ROLE_MISSING" });
  });

  it("of two administrators who confirm or propose at once has one who does", async () => {
    const { dov, fay } = world.people;
    const input = { protection: "staging", days: 90, reason: BECAUSE } as const;
    const proposals = await Promise.allSettled([proposeRule(dov, input), proposeRule(fay, input)]);
    expect(proposals.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const proposal = (await staging()).proposal;
    const other = proposal?.askedBy.id === dov.id ? fay : dov;
    const confirming = [1, 2].map(() => confirmRule(other, { ruleId: proposal?.id ?? "" }));
    expect((await Promise.allSettled(confirming)).map(({ status }) => status).sort()).toEqual([
      "fulfilled",
      "rejected",
    ]);
  });

  it("expires when nobody confirmed it in time, and can't be confirmed by somebody whose partner lost the role", async () => {
    const { dov, fay } = world.people;
    const ruleId = await rules.proposed("staging", 90);
    await world.owner(`update people set roles = '{engineer}' where id = '${dov.id}'`);
    const refused = { code: "ASKER_WITHOUT_ROLE" };
    await expect(confirmRule(fay, { ruleId })).rejects.toMatchObject(refused);
    expect((await staging(fay)).proposal?.actions?.confirm).toMatchObject({ allowed: false, ...refused });
    await world.owner(
      `update people set roles = '{administrator}', disabled_at = now() where id = '${dov.id}'`,
    );
    await expect(confirmRule(fay, { ruleId })).rejects.toMatchObject(refused);
    await world.owner(`update people set disabled_at = null where id = '${dov.id}'`);
    await world.owner(`update retention_rules set expires_at = now() where id = '${ruleId}'`, {
      past: "retention_rules",
    });
    await expect(confirmRule(fay, { ruleId })).rejects.toMatchObject({ code: "RETENTION_OVER" });
    expect((await staging()).proposal).toBeNull();
    await world.as("jobs");
    await Promise.all([expireProposals(jobs), expireProposals(jobs)]);
    await world.as("web");
    expect((await staging()).propose).toEqual({ allowed: true });
  });

  it("is told to the other administrators until it is decided, on their pages and among what waits", async () => {
    const { ana, cleo, dov, fay } = world.people;
    const ruleId = await rules.proposed("staging", 90);
    expect(await readWaitingForSecond(fay)).toMatchObject([
      { kind: "rule", id: ruleId, days: 90, protection: "staging", askedByName: dov.name },
    ]);
    expect((await readHome(fay)).keeping).toHaveLength(1);
    for (const person of [ana, cleo, dov]) expect(await readWaitingForSecond(person)).toEqual([]);
    expect((await readNotices(fay)).rows).toMatchObject([
      { kind: "retention-proposed", actorName: dov.name, protection: "staging", sessionId: null },
    ]);
    expect((await readNotices(dov)).rows).toEqual([]);
    // Whoever lost the role is told nothing of it.
    expect((await readNotices({ ...fay, roles: ["approver"] })).rows).toEqual([]);
    await confirmRule(fay, { ruleId });
    expect((await readNotices(fay)).rows).toEqual([]);
    expect(await readWaitingForSecond(fay)).toEqual([]);
    expect(await noticesAbout({ subjectId: ruleId })).toEqual([
      "Fay Tanaka: retention-proposed done",
      "Hal Virtanen: retention-proposed done",
    ]);
  });
});

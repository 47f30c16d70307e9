import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { buildSessionPolicy } from "./build";
import { proveSessionPolicy } from "./check";
import { previewProver } from "./check-preview";
import type { SessionScope } from "./scope";
import { SCOPE, scopes } from "./testing/scopes";

const text = buildSessionPolicy(SCOPE);

/** A prover that counts how often a policy is put to both checks. */
function counting({ most, isSafe = () => true }: { most?: number; isSafe?: () => boolean } = {}) {
  const proven: string[] = [];
  const prove: typeof proveSessionPolicy = async (policy, ...rest) => {
    proven.push(policy);
    const proof = await proveSessionPolicy(policy, ...rest);
    return { ...proof, isSafe: proof.isSafe && isSafe() };
  };
  const judge = previewProver(prove, most);
  return { proven, of: (change: Partial<SessionScope>) => judge(...written(change)), judge };
}

function written(change: Partial<SessionScope>): [string, SessionScope] {
  const scope = { ...SCOPE, ...change };
  return [buildSessionPolicy(scope), scope];
}

const later = { startsAt: addSeconds(SCOPE.startsAt, 86_399), endsAt: addSeconds(SCOPE.endsAt, 86_399) };

describe("the proof of a preview", () => {
  it("is what both checks say of the policy itself, for every scope", async () => {
    const judge = previewProver();
    await fc.assert(
      fc.asyncProperty(scopes, async (scope) => {
        const policy = buildSessionPolicy(scope);
        expect(await judge(policy, scope)).toEqual((await proveSessionPolicy(policy, scope, null)).checks);
      }),
      { numRuns: 10 },
    );
  });

  it("is made once for all nodes and windows of a kind, also when they are asked for at once", async () => {
    const { proven, of } = counting();
    const all = await Promise.all([of({}), of({ nodeId: "i-0b7d20e94a6c8135f" }), of(later)]);
    expect(all).toEqual([all[0], all[0], all[0]]);
    expect(proven).toHaveLength(1);
  });

  it.each([
    ["another kind of node", { nodeId: "mi-0f3a9c41d7e25b91c" }],
    ["a shorter id", { nodeId: "i-0f3a9c41" }],
    ["a longer window", { endsAt: addSeconds(SCOPE.endsAt, 1) }],
    ["another document", { documentName: "Halligan-Shell-60m-00000000" }],
    ["another account", { accountId: "444455556666" }],
    ["another region", { region: "us-east-1" }],
  ])("is made anew for %s", async (_, change) => {
    const { proven, of } = counting();
    await of({});
    await of(change);
    expect(proven).toHaveLength(2);
  });

  it("passes nothing that permits more than its scope, after one of its kind has passed", async () => {
    const { judge } = counting();
    await judge(text, SCOPE);
    const wider = text.replace(SCOPE.nodeId, "*");
    expect(await judge(wider, SCOPE)).toEqual((await proveSessionPolicy(wider, SCOPE, null)).checks);
    const longer = text.replaceAll("10:20:00Z", "10:20:01Z");
    expect((await judge(longer, SCOPE)).map(({ failures }) => failures)).toEqual([
      ["other-scope"],
      ["start-at-closing", "resume-at-closing", "channel-at-closing"],
    ]);
  });

  it("is not kept when it fails", async () => {
    const answers = [false, true];
    const { proven, of } = counting({ isSafe: () => answers.shift() ?? true });
    await of({});
    expect(proven).toHaveLength(2);
    expect(proven[1]).toBe(text);
    await of({});
    expect(proven).toHaveLength(3);
    await of({});
    expect(proven).toHaveLength(3);
  });

  it("is kept for so many kinds and no more, the oldest going first", async () => {
    const { proven, of } = counting({ most: 2 });
    const [first, second, third] = ["us-east-1", "us-east-2", "us-west-1"].map((region) => ({ region }));
    for (const kind of [first, second, third, second, third]) await of(kind ?? {});
    expect(proven).toHaveLength(3);
    await of(first ?? {});
    expect(proven).toHaveLength(4);
  });
});

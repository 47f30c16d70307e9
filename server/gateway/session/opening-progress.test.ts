import { describe, expect, it } from "vitest";
import type { OpeningStepDone } from "@/lib/terminal-protocol/opening-steps";
import { OpeningProgress } from "./opening-progress";

describe("the progress of an opening", () => {
  it("says each step once, with how long it took, also to who comes later", () => {
    let now = 0;
    const progress = new OpeningProgress(() => now);
    const early: OpeningStepDone[] = [];
    const late: OpeningStepDone[] = [];
    const stop = progress.listen((done) => early.push(done));
    now = 12;
    progress.reach("recording");
    now = 312;
    progress.reach("role");
    progress.reach("role");
    progress.listen((done) => late.push(done));
    stop();
    now = 1000;
    progress.reach("session");
    expect(early).toEqual([
      { step: "recording", ms: 12 },
      { step: "role", ms: 300 },
    ]);
    expect(late).toEqual([...early, { step: "session", ms: 688 }]);
  });
});

import { test as base, expect } from "../world/fixtures";
import { Crew } from "./crew";
import { crowd } from "./crowd";
import { watchLayout } from "./layout-watch";
import { inspect, narrow, open } from "./looks";
import { LIMITS } from "./measure";
import { walkByKeys, walkWithApproval } from "./paths";
import { visitsOf } from "./visits";

// What is left behind here presses other tests' pages out of shape: a world of its own.
const test = base.extend<{ crew: Crew }>({
  crew: async ({ browser, world }, use) => {
    const crew = new Crew(browser, world);
    await use(crew);
    await crew.close();
  },
});
test.use({ worldSettings: { DEAD_SECONDS: 5 } });

test("an engineer comes from Home to a staging node's prompt with 45 keys, thirty of them the reason", async ({
  crew,
}) => {
  const { people } = await walkByKeys(crew);
  expect(people).toEqual([{ name: "engineer", keys: expect.any(Number), clicks: 0, taps: 0 }]);
  expect(people[0]?.keys).toBeLessThanOrEqual(LIMITS.keys);
});

test("an approver's phone is two taps from Home to approved, and the engineer goes in", async ({ crew }) => {
  const { people } = await walkWithApproval(crew);
  const approver = people.find(({ name }) => name === "approver");
  expect(approver).toEqual({ name: "approver", keys: 0, clicks: 0, taps: expect.any(Number) });
  expect(approver?.taps).toBeLessThanOrEqual(LIMITS.taps);
});

test("every page stands still and fits the screen, full of long words, nodes and shells, in both languages", async ({
  crew,
}) => {
  test.setTimeout(400_000);
  for (const visit of visitsOf(await crowd(crew))) {
    await test.step(visit.path, async () => {
      const page = await crew.open(visit.who, { reducedMotion: "reduce" });
      const { shift, moved } = await watchLayout(crew, page, visit.address);
      // The player fits its letters into its frame once it knows them; nothing else of that page moves.
      const most = visit.path === "/sessions/[id]" ? 0.1 : LIMITS.shift;
      expect.soft(shift, `${visit.path} moves: ${moved.join("; ")}`).toBeLessThanOrEqual(most);
      expect.soft(await narrow(page), visit.path).toEqual([]);
      const chinese = await open(crew, visit, "zh-TW");
      expect.soft(await narrow(chinese), visit.path).toEqual([]);
      expect.soft(await inspect(chinese, [390]), visit.path).toEqual([]);
      await crew.close();
    });
  }
});

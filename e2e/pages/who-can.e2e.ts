import { expectGoodLooks } from "../support/looks";
import { NODES } from "../support/nodes";
import { expect, expectAccessible, test } from "../world/fixtures";

const NODE = `/nodes/${NODES["payments-api-2"]}`;

test("a reviewer sees who could request access at three in the morning, and through which rule", async ({
  as,
}) => {
  // Until the first inventory was read there is no such node.
  const ana = await as("ana", "/nodes");
  await expect(async () => {
    await ana.goto(NODE);
    await expect(ana.getByRole("region", { name: "Facts" })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(ana.getByRole("region", { name: "Who can request access" })).toHaveCount(0);

  const cleo = await as("cleo", NODE);
  const who = cleo.getByRole("region", { name: "Who can request access" });
  await who.getByLabel("Time (UTC), or now").fill("03:00");
  await who.getByRole("button", { name: "Show people" }).click();
  await expect(cleo).toHaveURL(/at=03%3A00/);
  await expect(who).toContainText("03:00 UTC");
  await expect(who).toContainText("can request access");
  await expect(who).toContainText("Ana Duarte");
  await expect(who).toContainText("Rule: production-one-yes");
  await expectAccessible(cleo);
  await expectGoodLooks(cleo);
  const pictures = process.env.WHO_PICTURES;
  if (pictures)
    for (const width of [1360, 360])
      for (const scheme of ["light", "dark"] as const) {
        await cleo.setViewportSize({ width, height: 860 });
        await cleo.emulateMedia({ colorScheme: scheme });
        await cleo.screenshot({ path: `${pictures}/who-${width}-${scheme}.png`, fullPage: true });
      }
});

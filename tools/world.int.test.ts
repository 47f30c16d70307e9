import { existsSync } from "node:fs";
import pg from "pg";
import { expect, it } from "vitest";
import { startWorld, type World } from "./world.mjs";

const PATIENCE_MS = 120_000;

async function statusOf(url: string): Promise<number | string> {
  try {
    return (await fetch(url, { redirect: "manual" })).status;
  } catch {
    return "nobody there";
  }
}

async function databaseAnswers(world: World): Promise<boolean> {
  const client = new pg.Client({ connectionString: world.databaseUrls.owner });
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

it("gives a portal of its own, whose processes can be killed and started again, and leaves nothing", {
  timeout: PATIENCE_MS,
}, async () => {
  const world = await startWorld({ settings: { WINDOW_MAX_SECONDS: 20 } });
  try {
    expect(await statusOf(`${world.portalOrigin}/sign-in`)).toBe(200);
    expect(await statusOf(`${world.idpOrigin}/.well-known/openid-configuration`)).toBe(200);
    expect(world.env("gateway")).toMatchObject({ HALLIGAN_WORLD: "sandbox", WINDOW_MAX_SECONDS: "20" });
    expect(world.env("web")).not.toHaveProperty("HALLIGAN_AWS_ACCESS_KEY_ID");
    expect(world.sandbox.accounts.map(({ accountId }) => accountId)).toEqual([
      "111122223333",
      "444455556666",
    ]);
    expect(await world.sandbox.control("state")).toBeTypeOf("object");

    await world.kill("gateway");
    expect(await statusOf(world.gatewayOrigin)).toBe("nobody there");
    await world.start("gateway");
    expect(await statusOf(world.gatewayOrigin)).toBeTypeOf("number");
    await world.restart("gateway", { WINDOW_MAX_SECONDS: 30 });
    expect(world.env("gateway").WINDOW_MAX_SECONDS).toBe("30");
    expect(await databaseAnswers(world)).toBe(true);
  } finally {
    await world.stop();
  }
  for (const origin of [world.portalOrigin, world.gatewayOrigin, world.idpOrigin, world.sandbox.endpoint]) {
    expect(await statusOf(origin), origin).toBe("nobody there");
  }
  expect(await databaseAnswers(world)).toBe(false);
  expect(existsSync(world.folder)).toBe(false);
});

it("keeps two worlds apart", { timeout: PATIENCE_MS }, async () => {
  const [one, other] = await Promise.all([
    startWorld({ processes: ["sandbox"] }),
    startWorld({ processes: ["sandbox"] }),
  ]);
  try {
    expect(one.sandbox.endpoint).not.toBe(other.sandbox.endpoint);
    expect(one.sandbox.credentials.operator).not.toEqual(other.sandbox.credentials.operator);
    expect(one.databaseUrls.web).not.toBe(other.databaseUrls.web);
    await one.stop();
    expect(await other.sandbox.control("state")).toBeTypeOf("object");
  } finally {
    await other.stop();
  }
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handleOf, reading } from "@/lib/db/client";
import { eventsOf } from "@/lib/requests/testing/store";
import { NODES, openWorld, type World } from "@/lib/requests/testing/world";
import { MOST_STARS, starNode } from "./star-node";
import { countStars, findStarred, saveStar } from "./star-store";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const ALL = Object.values(NODES);
const starred = async (who: "ana" | "ben") =>
  [...(await findStarred(reading(), world.people[who].id, ALL))].sort();

describe("starring a node", () => {
  it("is the person's own, and can be done twice and undone", async () => {
    const { ana } = world.people;
    const [nodeId = ""] = ALL;
    await starNode(ana, { nodeId, isStarred: true });
    await starNode(ana, { nodeId, isStarred: true });
    expect(await starred("ana")).toEqual([nodeId]);
    expect(await starred("ben")).toEqual([]);
    await starNode(ana, { nodeId, isStarred: false });
    expect(await starred("ana")).toEqual([]);
    const events = await eventsOf({ nodeId });
    expect(events.map(({ code }) => code)).toEqual(["node.found", "node.starred", "node.unstarred"]);
  });

  it("refuses a node that is not there, and somebody without a role", async () => {
    await expect(starNode(world.people.ana, { nodeId: "i-0000", isStarred: true })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(starNode(world.people.eve, { nodeId: ALL[0] ?? "", isStarred: true })).rejects.toMatchObject(
      { code: "ROLE_MISSING" },
    );
  });

  it("refuses one too many", async () => {
    const { ben } = world.people;
    const ids = Array.from({ length: MOST_STARS }, (_, n) => `i-${String(n).padStart(17, "0")}`);
    await world.as("jobs");
    const at = new Date();
    const rest = {
      ...{ accountId: "111122223333", region: "eu-west-1", hostName: "h", platform: "p", agentVersion: "1" },
      ...{ tags: {}, protection: "staging", isOnline: true, readAt: at },
    };
    await handleOf(reading()).node.createMany({ data: ids.map((id) => ({ id, name: id, ...rest })) });
    await world.as("web");
    for (const nodeId of ids) await saveStar(reading(), { personId: ben.id, nodeId }, true);
    expect(await countStars(reading(), ben.id)).toBe(MOST_STARS);
    await expect(starNode(ben, { nodeId: ALL[0] ?? "", isStarred: true })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
  });
});

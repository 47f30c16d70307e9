import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventsOf } from "@/lib/requests/testing/store";
import { type Name, openWorld, type World } from "@/lib/requests/testing/world";
import { deleteView } from "./delete-view";
import { listViews } from "./list-views";
import { MOST_VIEWS } from "./rules";
import { saveView } from "./save-view";
import type { SavedList, ViewQuery } from "./views";

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

interface Input {
  list?: SavedList;
  name: string;
  query: string;
  isReplacing?: boolean;
}

const save = (who: Name, { list = "nodes", isReplacing = false, ...view }: Input) =>
  saveView(world.people[who], { list, isReplacing, ...view });
const seen = (who: Name, list: SavedList = "nodes", address: ViewQuery = {}) =>
  listViews(world.people[who], list, address);
const namesOf = async (who: Name, list: SavedList = "nodes") =>
  (await seen(who, list)).views.map(({ name }) => name);
const eventsBy = async (who: Name) =>
  (await eventsOf({ actorId: world.people[who].id }))
    .filter(({ code }) => code.startsWith("view."))
    .map(({ code, outcome, data }) => ({ code, outcome, data }));

describe("a view", () => {
  it("is the person's own, of one list, by name; of its query is kept what the list understands", async () => {
    await save("ana", { name: "Staging", query: "protection=staging&cursor=abc&view=viw_x&what=ever" });
    const { viewId } = await save("ana", { name: " Off\u200bline ", query: "sort=-name&state=offline" });
    expect((await seen("ana")).views).toEqual([
      { id: viewId, name: "Offline", query: { state: "offline", sort: "-name" } },
      { id: expect.stringMatching(/^viw_/), name: "Staging", query: { protection: "staging" } },
    ]);
    expect((await seen("ana", "requests")).views).toEqual([]);
    expect((await seen("ben")).views).toEqual([]);
    expect(await eventsBy("ana")).toMatchObject([
      { code: "view.saved", outcome: "done", data: { list: "nodes", name: "Staging" } },
      { code: "view.saved", outcome: "done", data: { viewId, list: "nodes", name: "Offline" } },
    ]);
  });

  it("is shown where the address says the same, and can be updated where it was opened and filters changed", async () => {
    const [offline, staging] = (await seen("ana")).views;
    const ids = { id: offline?.id ?? "", other: staging?.id ?? "" };
    const at = async (address: ViewQuery) => {
      const { current, shownId, editedId } = await seen("ana", "nodes", address);
      return { current, shownId, editedId };
    };
    const none = { shownId: null, editedId: null };
    expect(await at({})).toEqual({ ...none, current: null });
    expect(await at({ sort: "-name", state: "offline", cursor: "abc" })).toMatchObject({
      ...none,
      shownId: ids.id,
    });
    expect(await at({ state: "offline" })).toEqual({ ...none, current: { state: "offline" } });
    expect(await at({ state: "offline", view: ids.id })).toMatchObject({ ...none, editedId: ids.id });
    expect(await at({ protection: "staging", view: ids.id })).toMatchObject({ ...none, shownId: ids.other });
    expect(await at({ view: ids.id })).toEqual({ ...none, current: null });
    expect(await at({ state: "offline", view: "viw_anothers" })).toEqual({
      ...none,
      current: { state: "offline" },
    });
    // Two of one meaning: the one that was opened.
    const { viewId } = await save("ana", { name: "Also staging", query: "protection=staging" });
    expect((await at({ protection: "staging", view: ids.other })).shownId).toBe(ids.other);
    expect((await at({ protection: "staging", view: viewId })).shownId).toBe(viewId);
    await deleteView(world.people.ana, { viewId });
  });

  it("is replaced by one of its name only when that is wished, and is then the same view", async () => {
    const { viewId } = await save("ben", { name: "Mine", query: "q=db" });
    await expect(save("ben", { name: "Mine", query: "q=web" })).rejects.toMatchObject({
      code: "VIEW_EXISTS",
      params: { name: "Mine" },
    });
    expect(await save("ben", { name: "Mine", query: "q=db" })).toEqual({ viewId, name: "Mine" });
    expect(await save("ben", { name: "Mine", query: "q=web", isReplacing: true })).toEqual({
      viewId,
      name: "Mine",
    });
    expect((await seen("ben")).views).toEqual([{ id: viewId, name: "Mine", query: { q: "web" } }]);
    await save("ben", { list: "requests", name: "Mine", query: "needs=me" });
    // Saving the same again changed nothing, so nothing is on record.
    expect((await eventsBy("ben")).map(({ code, outcome }) => `${code} ${outcome}`)).toEqual([
      ...["view.saved done", "view.saved refused", "view.saved done", "view.saved done"],
    ]);
  });

  it("is deleted by its person, once, and by nobody else", async () => {
    const { viewId } = await save("cleo", { list: "audit", name: "Refused", query: "outcome=refused" });
    await expect(deleteView(world.people.ben, { viewId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await namesOf("cleo", "audit")).toEqual(["Refused"]);
    await deleteView(world.people.cleo, { viewId });
    await expect(deleteView(world.people.cleo, { viewId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await namesOf("cleo", "audit")).toEqual([]);
    expect(await eventsBy("cleo")).toMatchObject([
      { code: "view.saved", outcome: "done" },
      { code: "view.deleted", outcome: "done", data: { viewId, list: "audit", name: "Refused" } },
      { code: "view.deleted", outcome: "refused", data: { error: "NOT_FOUND" } },
    ]);
  });

  it.each<[string, Name, Input, string]>([
    ["without a name that can be seen", "ana", { name: "\u200b ", query: "q=db" }, "INVALID_INPUT"],
    [
      "of no filter and no order",
      "ana",
      { name: "All", query: "state=asleep&cursor=x&sort=name" },
      "INVALID_INPUT",
    ],
    [
      "of more than is kept",
      "ana",
      { name: "Long", query: `q=${"%00".repeat(2_600)}a%00${"%01".repeat(100)}` },
      "INVALID_INPUT",
    ],
    [
      "of a list that the person may not see",
      "ana",
      { list: "audit", name: "Refused", query: "outcome=refused" },
      "ROLE_MISSING",
    ],
    ["by somebody without a role", "eve", { name: "Mine", query: "q=db" }, "ROLE_MISSING"],
  ])("%s is refused", async (_what, who, input, code) => {
    await expect(save(who, input)).rejects.toMatchObject({ code });
  });

  it("opens whatever a later release, or somebody with the database, made of it", async () => {
    const { id } = world.people.gus;
    const rows = [
      ["a", "state=asleep&colour=red"],
      ["b", "protection=production&%E0%A4%A&<script>=1&q=%22%3E%3Cscript%3E"],
      ["c", "javascript:alert(1)"],
      ["d", "cursor=abc&view=x&sort=name&sort=-name"],
    ];
    for (const [name, query] of rows)
      await world.owner(`insert into saved_views (id, person_id, list, name, query)
        values ('viw_${name}', '${id}', 'nodes', '${name}', '${query}')`);
    expect((await seen("gus")).views.map(({ query }) => query)).toEqual([
      {},
      { q: '"><script>', protection: "production" },
      {},
      {},
    ]);
    expect(await seen("gus", "nodes", {})).toMatchObject({ shownId: null });
  });
});

describe("saving in two tabs at once", () => {
  it("keeps one of a name, and tells the other", async () => {
    const tries = ["q=one", "q=two", "q=three", "q=four"].map((query) =>
      save("hal", { name: "Same", query }),
    );
    const answers = await Promise.allSettled(tries);
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).toEqual(["VIEW_EXISTS", "VIEW_EXISTS", "VIEW_EXISTS"]);
    expect(await namesOf("hal")).toEqual(["Same"]);
  });

  it("never keeps more than there may be", async () => {
    for (let at = 1; at < MOST_VIEWS - 1; at++) await save("hal", { name: `view ${at}`, query: `q=${at}` });
    expect(await seen("hal")).toMatchObject({ isFull: false });
    const answers = await Promise.allSettled(
      ["x", "y", "z"].map((name) => save("hal", { name, query: "q=x" })),
    );
    const refused = answers.filter((answer) => answer.status === "rejected");
    expect(refused.map(({ reason }) => reason.code)).toEqual(["TOO_MANY_VIEWS", "TOO_MANY_VIEWS"]);
    expect(await seen("hal")).toMatchObject({ isFull: true, views: { length: MOST_VIEWS } });
    expect((await namesOf("hal")).slice(0, 3)).toEqual(["Same", "view 1", "view 2"]);
    // There is room in other lists, and for what replaces one.
    await save("hal", { list: "requests", name: "x", query: "q=x" });
    await save("hal", { name: "view 1", query: "q=other", isReplacing: true });
  });
});

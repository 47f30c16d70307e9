import { expect, it } from "vitest";
import { NAVIGATION, navigationFor, splitForPhone } from "../navigation";
import { partsFor } from "../parts";
import { type Command, keepChosen, matchCommands, stepFrom } from "./commands";

const go = (id: string, label: string, also?: string): Command => ({
  id,
  group: "go",
  label,
  ...(also === undefined ? {} : { also }),
  effect: { kind: "go", href: `/${id}` },
});
const COMMANDS = [go("nodes", "節點", "nodes"), go("ask", "Ask for a shell"), go("dark", "Theme: dark")];

it("finds a command by parts of its words, in any order and case, or by its English name", () => {
  const found = (text: string) => matchCommands(COMMANDS, text).map(({ id }) => id);
  expect(found("")).toEqual(["nodes", "ask", "dark"]);
  expect(found("SHELL as")).toEqual(["ask"]);
  expect(found("nod")).toEqual(["nodes"]);
  expect(found("節")).toEqual(["nodes"]);
  expect(found("shell dark")).toEqual([]);
});

it("keeps what was chosen while it is there, when results come in above it", () => {
  expect(keepChosen(COMMANDS, "dark")).toBe("dark");
  expect(keepChosen(COMMANDS, "gone")).toBe("nodes");
  expect(keepChosen(COMMANDS, undefined)).toBe("nodes");
  expect(keepChosen([], "dark")).toBeUndefined();
});

it("moves round the ends", () => {
  expect(stepFrom(COMMANDS, "nodes", 1)).toBe("ask");
  expect(stepFrom(COMMANDS, "dark", 1)).toBe("nodes");
  expect(stepFrom(COMMANDS, "nodes", -1)).toBe("dark");
  expect(stepFrom(COMMANDS, undefined, -1)).toBe("dark");
  expect(stepFrom([], undefined, 1)).toBeUndefined();
});

it("a phone's bar has at most five places, the last of them More where there are more", () => {
  const ids = (count: number) => NAVIGATION.slice(0, count).map(({ id }) => id);
  expect(splitForPhone(ids(5))).toEqual({ bar: ids(5), more: [] });
  expect(splitForPhone(ids(6))).toEqual({ bar: ids(4), more: ["sessions", "reviews"] });
});

it("each part of the portal has a letter of its own, and only allowed parts are offered", () => {
  expect(new Set(NAVIGATION.map(({ key }) => key)).size).toBe(NAVIGATION.length);
  expect(navigationFor(["audit", "home"]).map(({ id }) => id)).toEqual(["home", "audit"]);
});

it("who has a role enters what its routes are open to; who has none has only the page that says so", () => {
  const routes = [
    { path: "/", who: ["engineer"] },
    { path: "/nodes", who: ["engineer", "reviewer"] },
    { path: "/audit", who: ["reviewer"] },
  ] as const;
  expect(partsFor(["engineer"], routes)).toEqual(["home", "nodes"]);
  expect(partsFor(["reviewer"], routes)).toEqual(["home", "nodes", "audit"]);
  expect(partsFor([], routes)).toEqual(["home"]);
});

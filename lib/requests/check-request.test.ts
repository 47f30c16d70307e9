import { describe, expect, it } from "vitest";
import { type AskedFor, checkRequest } from "./rules";

describe("checkRequest", () => {
  const tags = { Service: "payments-api" };
  const asked: AskedFor = {
    nodeIds: ["i-0f3a9c41d7e25b91c"],
    selector: null,
    mostNodes: null,
    justification: "Disk full, writes failing",
    incident: "INC-2231",
    windowSeconds: 1800,
  };
  it.each<[string, Partial<AskedFor>, string | null]>([
    ["a request as it should be", {}, null],
    ["the shortest justification", { justification: "x".repeat(20) }, null],
    ["the shortest in Chinese", { justification: "磁碟已滿無法寫入" }, null],
    ["one Han character less", { justification: "磁碟已滿無法寫" }, "INVALID_INPUT"],
    ["what can't be seen for a justification", { justification: "\u200b".repeat(40) }, "INVALID_INPUT"],
    ["one character less", { justification: "x".repeat(19) }, "INVALID_INPUT"],
    ["spaces for a justification", { justification: " ".repeat(40) }, "INVALID_INPUT"],
    ["the longest justification", { justification: "x".repeat(2000) }, null],
    ["one character more", { justification: "x".repeat(2001) }, "INVALID_INPUT"],
    ["no incident", { incident: null }, null],
    ["a long incident", { incident: "x".repeat(65) }, "INVALID_INPUT"],
    ["no node", { nodeIds: [] }, "INVALID_INPUT"],
    ["21 nodes", { nodeIds: Array.from({ length: 21 }, (_, n) => `i-${n}`) }, "INVALID_INPUT"],
    ["a selector", { nodeIds: [], selector: { tags }, mostNodes: 1 }, null],
    ["a selector with nodes", { selector: { tags }, mostNodes: 1 }, "INVALID_INPUT"],
    ["a selector without a tag", { nodeIds: [], selector: { tags: {} }, mostNodes: 1 }, "INVALID_INPUT"],
    ["a selector for none", { nodeIds: [], selector: { tags }, mostNodes: 0 }, "INVALID_INPUT"],
    ["a selector for 20", { nodeIds: [], selector: { tags }, mostNodes: 20 }, null],
    ["a selector for 21", { nodeIds: [], selector: { tags }, mostNodes: 21 }, "INVALID_INPUT"],
    ["a selector without a number", { nodeIds: [], selector: { tags } }, "INVALID_INPUT"],
    ["named nodes with a number", { mostNodes: 1 }, "INVALID_INPUT"],
    ["an incident of another kind", { incident: "JIRA-1" }, "INCIDENT_INVALID"],
    ["an incident with something behind it", { incident: "INC-2231 and more" }, "INCIDENT_INVALID"],
    ["the shortest window", { windowSeconds: 300 }, null],
    ["a second less", { windowSeconds: 299 }, "WINDOW_TOO_SHORT"],
    ["the longest window", { windowSeconds: 3600 }, null],
    ["a second more", { windowSeconds: 3601 }, "WINDOW_TOO_LONG"],
  ])("%s", (_title, change, code) => {
    const verdict = checkRequest(
      { ...asked, ...change },
      { shortestSeconds: 300, longestSeconds: 3600, incident: { pattern: "INC-\\d+", link: "" } },
    );
    expect(verdict.ok ? null : verdict.code).toBe(code);
  });
});

import { describe, expect, it } from "vitest";
import { incidentLink, isIncident } from "./incident";

const settings = {
  pattern: "INC-\\d+|SEV .+|\\.+",
  link: "https://status.example.com/i/{incident}?from={incident}",
};

describe("an incident's link", () => {
  it.each([
    ["a number of ours", "INC-2231", "https://status.example.com/i/INC-2231?from=INC-2231"],
    [
      "something hostile",
      "SEV ?a=b#/../$&",
      "https://status.example.com/i/SEV%20%3Fa%3Db%23%2F..%2F%24%26?from=SEV%20%3Fa%3Db%23%2F..%2F%24%26",
    ],
    ["another kind", "JIRA-1", null],
    ["a number with something behind it", "INC-2231x", null],
    ["a way out of its place", "..", null],
    ["nothing", "", null],
    ["none", null, null],
  ])("of %s", (_title, incident, link) => {
    expect(incidentLink(settings, incident)).toBe(link);
  });

  it("is none without configuration, and then every incident will do", () => {
    expect(incidentLink(undefined, "INC-2231")).toBeNull();
    expect(isIncident(undefined, "anything")).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { testEnvironment } from "../testing/environment";
import { readConfig } from "./config";

const LINK = "https://status.example.com/incidents/{incident}";
const read = (incident: unknown) =>
  readConfig({
    ...testEnvironment("postgres://halligan@127.0.0.1:5432/test"),
    HALLIGAN_INCIDENT: typeof incident === "string" ? incident : JSON.stringify(incident),
  });

describe("the setting of incidents", () => {
  it("may be left out", () => {
    const settings = read("");
    expect(settings.ok && settings.config.HALLIGAN_INCIDENT).toBeUndefined();
  });

  it("has a pattern and a link", () => {
    const settings = read({ pattern: "INC-\\d+", link: LINK });
    expect(settings.ok && settings.config.HALLIGAN_INCIDENT).toEqual({ pattern: "INC-\\d+", link: LINK });
  });

  it.each<[string, unknown]>([
    ["no JSON", "INC-\\d+"],
    ["no pattern", { link: LINK }],
    ["a pattern that is none", { pattern: "INC-(", link: LINK }],
    ["a pattern that only anchoring would close", { pattern: "INC)|(?:", link: LINK }],
    ["a link without its place", { pattern: ".+", link: "https://status.example.com/" }],
    ["a link over http", { pattern: ".+", link: "http://status.example.com/{incident}" }],
    ["a link that runs something", { pattern: ".+", link: "javascript:alert('{incident}')" }],
    ["a link whose host the incident chooses", { pattern: ".+", link: "https://{incident}.example.com/" }],
    ["a link that is none", { pattern: ".+", link: "status/{incident}" }],
  ])("with %s is found wrong", (_title, incident) => {
    const settings = read(incident);
    expect(settings.ok ? [] : settings.findings.map(({ name }) => name)).toEqual(["HALLIGAN_INCIDENT"]);
  });
});

import { afterEach, expect, it, vi } from "vitest";
import { currentLanguage, negotiateLanguage, readLanguage } from "./language";
import { t } from "./translate";
import { formatDuration, formatList, formatSize } from "./values";

afterEach(() => vi.unstubAllGlobals());

it.each([
  [undefined, "en"],
  ["", "en"],
  ["de-DE, fr;q=0.9", "en"],
  ["zh-TW", "zh-TW"],
  ["zh-Hant-HK,zh;q=0.9,en;q=0.8", "zh-TW"],
  ["zh-CN,zh;q=0.9", "zh-TW"],
  ["ZH", "zh-TW"],
  ["en-US,en;q=0.9,zh-TW;q=0.8", "en"],
  ["en;q=0.3, zh-TW;q=0.7", "zh-TW"],
  ["zh-TW;q=0, en;q=0.1", "en"],
  ["zh-TW;q=0", "en"],
  ["fr, zh;q=0.5, en;q=0.5", "zh-TW"],
  ["zhuang, english", "en"],
  ["*", "en"],
  [`${",".repeat(5000)}zh-TW`, "en"],
])("for the wish %j speaks %s", (header, language) => {
  expect(negotiateLanguage(header)).toBe(language);
});

it("knows its own tags and no others", () => {
  expect(readLanguage("zh-TW")).toBe("zh-TW");
  expect(readLanguage("zh-tw")).toBeUndefined();
  expect(readLanguage(null)).toBeUndefined();
});

it("speaks English where nobody asks: in tests, in the other processes, while building", () => {
  expect(currentLanguage()).toBe("en");
});

it("speaks the language of the request on the server and of the page's words in the browser", () => {
  vi.stubGlobal("halliganLanguage", { getStore: () => ({ language: "zh-TW" }) });
  expect(t("nav.nodes")).toBe("節點");
  vi.stubGlobal("document", {});
  vi.stubGlobal("halliganMessages", { language: "en", messages: {}, parts: [] });
  expect(t("nav.nodes")).toBe("Nodes");
});

it("writes durations and lists as the language does", () => {
  expect(formatDuration(187_200, "zh-TW")).toBe("2 天 4 小時");
  expect(formatDuration(45, "zh-TW")).toBe("45 秒");
  expect(formatList(["Ana", "Ben"], "en")).toBe("Ana, Ben");
  expect(formatList(["Ana", "Ben"], "zh-TW")).toBe("Ana、Ben");
});

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [18_400, "18 kB"],
  [4_200_000, "4.2 MB"],
  [9_960_000, "10 MB"],
  [3_000_000_000_000_000, "3000 TB"],
])("a size of %i bytes is %s", (bytes, text) => expect(formatSize(bytes)).toBe(text));

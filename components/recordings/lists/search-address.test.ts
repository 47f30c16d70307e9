import { expect, it } from "vitest";
import { readQuery } from "@/lib/recordings/text-index/searching/query";
import { searchAddress } from "./search-address";

it.each([
  ["rm -rf /var", ["rm -rf /var"]],
  ["a&b=c 資料庫", ["a&b=c 資料庫"]],
  ['echo "x y"', ["echo", "x y"]],
  ['say"so', ['say"so']],
])("%s is looked for in the session as it stands, as far as a search can say it", (text, terms) => {
  const { pathname, searchParams } = new URL(searchAddress("ses_1", text), "https://portal.test");
  expect(pathname).toBe("/sessions/search");
  expect(searchParams.get("session")).toBe("ses_1");
  expect(readQuery(searchParams.get("q") ?? "")?.terms.map((term) => term.text)).toEqual(terms);
});

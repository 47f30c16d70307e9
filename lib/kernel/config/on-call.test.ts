import { expect, it } from "vitest";
import { onCallFeedsSchema } from "./on-call";

const FEED = { name: "sre", group: "sre-leads", format: "ical", url: "https://calendar.example.com/sre.ics" };
const wrong = (...feeds: object[]) => {
  const read = onCallFeedsSchema.safeParse(feeds);
  return read.success ? [] : read.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};

it("a feed is a name, a group, an address and a format, with a token and a zone where it needs them", () => {
  expect(wrong()).toEqual([]);
  expect(wrong(FEED, { ...FEED, name: "b", token: "abc.DEF-1", zone: "Europe/Berlin" })).toEqual([]);
});

it.each<[object, RegExp]>([
  [{ ...FEED, name: "SRE leads" }, /^0\.name/],
  [{ ...FEED, url: "file:///etc/passwd" }, /^0\.url/],
  [{ ...FEED, url: "https://user:password@example.com/" }, /^0\.url must have no login/],
  [{ ...FEED, url: "https://example.com:22/" }, /^0\.url must have no login/],
  [{ ...FEED, format: "html" }, /^0\.format/],
  [{ ...FEED, zone: "Berlin" }, /^0\.zone must be an IANA time zone/],
  [{ ...FEED, token: "a b\r\nc: d" }, /^0\.token/],
  [{ ...FEED, more: 1 }, /more/],
])("%j is none", (feed, expected) => {
  expect(wrong(feed).join()).toMatch(expected);
});

it("two feeds of one name are a mistake", () => {
  expect(wrong(FEED, FEED)).toEqual(["1.name is another's already"]);
});

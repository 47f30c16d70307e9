import { describe, expect, it } from "vitest";
import { isHostOf, mayRead, mayWrite } from "./origin";

const PORTAL = "http://localhost:3000";
const GATEWAY = "http://localhost:3001";
const OWN = { from: PORTAL, to: PORTAL };
const ACROSS = { from: PORTAL, to: GATEWAY };

type Sent = Readonly<Record<string, string>>;
const header = (sent: Sent) => (name: string) => sent[name];
const REFUSED = { ok: false, code: "FOREIGN_ORIGIN" };

describe("the host", () => {
  it.each([
    ["localhost:3000", true],
    ["LOCALHOST:3000", true],
    ["localhost", false],
    ["localhost:3001", false],
    ["127.0.0.1:3000", false],
    ["[::1]:3000", false],
    ["evil.test", false],
    ["evil.test:3000", false],
    ["localhost:3000.evil.test", false],
    ["localhost:3000, evil.test", false],
    ["", false],
  ])("%s is ours: %s", (host, expected) => {
    expect(isHostOf(PORTAL, header({ host }))).toBe(expected);
  });

  it("is not ours when none was sent", () => {
    expect(isHostOf(PORTAL, header({}))).toBe(false);
  });

  it("is written without the scheme's own port", () => {
    expect(isHostOf("https://halligan.example", header({ host: "halligan.example" }))).toBe(true);
    expect(isHostOf("https://halligan.example", header({ host: "halligan.example:443" }))).toBe(false);
  });
});

describe("a write", () => {
  it.each<[string, Sent]>([
    ["our page", { origin: PORTAL, "sec-fetch-site": "same-origin" }],
    ["our page in a browser without fetch metadata", { origin: PORTAL }],
  ])("is let through from %s", (_title, sent) => {
    expect(mayWrite(header(sent), OWN)).toMatchObject({ ok: true });
  });

  it.each<[string, Sent]>([
    ["no origin", {}],
    ["the opaque origin", { origin: "null" }],
    ["a foreign origin", { origin: "http://evil.test" }],
    ["another port of our host", { origin: GATEWAY }],
    ["our host by another scheme", { origin: "https://localhost:3000" }],
    ["an origin that begins like ours", { origin: "http://localhost:3000.evil.test" }],
    ["our origin with a slash", { origin: `${PORTAL}/` }],
    ["two origins", { origin: `${PORTAL}, http://evil.test` }],
    ["our origin, but across sites", { origin: PORTAL, "sec-fetch-site": "cross-site" }],
    ["our origin, but from another port", { origin: PORTAL, "sec-fetch-site": "same-site" }],
    ["our origin, but typed by hand", { origin: PORTAL, "sec-fetch-site": "none" }],
  ])("is refused with %s", (_title, sent) => {
    expect(mayWrite(header(sent), OWN)).toMatchObject(REFUSED);
  });

  it("reaches the gateway from the portal's pages, and from no page of its own", () => {
    expect(mayWrite(header({ origin: PORTAL, "sec-fetch-site": "same-site" }), ACROSS)).toMatchObject({
      ok: true,
    });
    expect(mayWrite(header({ origin: GATEWAY, "sec-fetch-site": "same-origin" }), ACROSS)).toMatchObject(
      REFUSED,
    );
    expect(mayWrite(header({ origin: PORTAL, "sec-fetch-site": "cross-site" }), ACROSS)).toMatchObject(
      REFUSED,
    );
  });
});

describe("a read", () => {
  it.each<[string, Sent]>([
    ["our page", { "sec-fetch-site": "same-origin" }],
    ["the address bar", { "sec-fetch-site": "none" }],
    ["a program without fetch metadata", {}],
    ["our page on another port, with its origin", { origin: PORTAL, "sec-fetch-site": "same-site" }],
    [
      "a link on our page on another port",
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ],
  ])("is let through from %s", (_title, sent) => {
    expect(mayRead(header(sent), ACROSS)).toMatchObject({ ok: true });
  });

  it.each<[string, Sent]>([
    ["a foreign page", { origin: "http://evil.test" }],
    ["a sandboxed frame", { origin: "null" }],
    ["an image or script of another site", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
    ["an image or script of another port", { "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" }],
    [
      "a frame on another port",
      { "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
    ],
    [
      "a link on another site",
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ],
  ])("is refused from %s", (_title, sent) => {
    expect(mayRead(header(sent), ACROSS)).toMatchObject(REFUSED);
  });
});

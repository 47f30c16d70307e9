import { createECDH } from "node:crypto";
import { expect, it } from "vitest";
import { testEnvironment } from "../../testing/environment";
import { readConfig } from "../config";
import { describeFinding } from "../sources";
import { isPushAddress, pushServices } from "./web-push";

const services = pushServices.parse(undefined);

it.each([
  "https://fcm.googleapis.com/fcm/send/abc:def",
  "https://updates.push.services.mozilla.com/wpush/v2/abc",
  "https://web.push.apple.com/abc",
  "https://wns2-by3p.notify.windows.com/w/?token=abc",
])("%s is an address of a browser", (address) => {
  expect(isPushAddress(services, address)).toBe(true);
});

it.each([
  "http://fcm.googleapis.com/fcm/send/abc",
  "https://fcm.googleapis.com:8443/fcm/send/abc",
  "https://fcm.googleapis.com.example.com/abc",
  "https://fcm.googleapis.com@example.com/abc",
  "https://user@fcm.googleapis.com/abc",
  "https://push.apple.com.example.com/abc",
  "https://evilpush.apple.com/abc",
  "https://example.com/?.push.apple.com",
  "https://example.com#.push.apple.com",
  "https://169.254.169.254/latest",
  "https://localhost/abc",
  "javascript:alert(1)",
  "",
])("%s is none", (address) => {
  expect(isPushAddress(services, address)).toBe(false);
});

it("only what the settings name", () => {
  const own = pushServices.parse("http://127.0.0.1:8080, https://*.push.example.test");
  expect(isPushAddress(own, "http://127.0.0.1:8080/a")).toBe(true);
  expect(isPushAddress(own, "http://127.0.0.1:8081/a")).toBe(false);
  expect(isPushAddress(own, "https://a.push.example.test/a")).toBe(true);
  expect(isPushAddress(own, "https://fcm.googleapis.com/a")).toBe(false);
  for (const wrong of ["fcm.googleapis.com", "https://*", "https://a.test/path", "ftp://a.test", ""])
    expect.soft(pushServices.safeParse(wrong).success, wrong).toBe(false);
});

function keyPair() {
  const pair = createECDH("prime256v1");
  return {
    WEB_PUSH_PUBLIC_KEY: pair.generateKeys().toString("base64url"),
    // It may begin with zeros, which Node leaves out.
    WEB_PUSH_PRIVATE_KEY: Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
      .subarray(-32)
      .toString("base64url"),
  };
}
const pair = keyPair();
const WEB_PUSH_CONTACT = "mailto:halligan@example.test";
const {
  HALLIGAN_SECRET: _secret,
  OIDC_CLIENT_SECRET: _client,
  ...shared
} = testEnvironment("postgresql://x@127.0.0.1/x?sslmode=verify-full");

it.each<[string, Record<string, string>, string[]]>([
  ["all of them", { ...pair, WEB_PUSH_CONTACT }, []],
  ["none", {}, []],
  [
    "no contact",
    { WEB_PUSH_PUBLIC_KEY: pair.WEB_PUSH_PUBLIC_KEY },
    ["WEB_PUSH_CONTACT is missing: to whom push services turn"],
  ],
  [
    "the contact alone",
    { WEB_PUSH_CONTACT },
    ["WEB_PUSH_PUBLIC_KEY is missing, and WEB_PUSH_CONTACT is set: nobody would be told by push"],
  ],
  [
    "halves of two keys",
    { ...pair, WEB_PUSH_PUBLIC_KEY: keyPair().WEB_PUSH_PUBLIC_KEY, WEB_PUSH_CONTACT },
    [
      "WEB_PUSH_PRIVATE_KEY is not the other half of WEB_PUSH_PUBLIC_KEY: no push service would take a message",
    ],
  ],
  [
    "a private key that is none",
    { ...pair, WEB_PUSH_PRIVATE_KEY: Buffer.alloc(32).toString("base64url"), WEB_PUSH_CONTACT },
    [
      "WEB_PUSH_PRIVATE_KEY is not the other half of WEB_PUSH_PUBLIC_KEY: no push service would take a message",
    ],
  ],
])("of the settings for it %s: what is wrong is said at start", (_title, given, problems) => {
  const read = readConfig({ ...shared, ...given }, "jobs");
  expect(read.ok ? [] : read.findings.map(describeFinding)).toEqual(problems);
});

import { expect, it } from "vitest";
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

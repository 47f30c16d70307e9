import { describe, expect, it } from "vitest";
import type { PersonalMessage } from "@/lib/deliveries/deliver";
import { DELIVERY_KINDS } from "@/lib/inbox/deliveries/views";
import { mailText } from "./mail-text";
import { messageOf as message, NODE as node } from "./testing/message";

const write = (given: PersonalMessage) => mailText(given, "ben@example.test", "https://halligan.example.com");

it("says who, where, why and for how long, and leads to the page on which it is decided", () => {
  const { subject, text, html, to, messageId } = write(message("request-waiting"));
  expect(to).toEqual({ name: "Ben Okafor", address: "ben@example.test" });
  expect(messageId).toBe("<dlv_1@halligan.example.com>");
  expect(subject).toBe("[Halligan] Ana Duarte requests access to payments-api-2");
  for (const part of [
    "Ana Duarte requests access, and you can decide.",
    "payments-api-2 (core, eu-west-1, production)",
    "Disk full, writes failing",
    "INC-42",
    "30 min",
    "Needs 1 approval from sre-leads, platform-leads",
    "2026-03-14 10:26 UTC",
  ]) {
    expect.soft(text).toContain(part);
    expect.soft(html).toContain(part);
  }
  expect(text).toContain("\nhttps://halligan.example.com/requests/req_1\n");
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
    "https://halligan.example.com/requests/req_1",
  ]);
});

it.each(DELIVERY_KINDS)("%s is said in the person's language", (kind) => {
  const given = message(kind, { accessEndsAt: new Date("2026-03-14T10:26:53Z") }, { language: "zh-TW" });
  const { subject, text, html } = write(given);
  expect(subject).toMatch(/\p{Script=Han}/u);
  expect(html).toContain('lang="zh-TW"');
  for (const one of [subject, text, html]) expect(one).not.toMatch(/\{|mail\.|undefined/);
});

describe("what others wrote", () => {
  const evil = 'Ana\r\nBcc: eve@example.test\u202e\u0000<img src=x onerror="alert(1)">';

  it("breaks no line of a header and reorders nothing", () => {
    const given = message(
      "request-waiting",
      { requesterName: evil, nodes: [{ ...node, name: evil }] },
      { name: evil },
    );
    const { subject, to } = write(given);
    for (const one of [subject, to.name]) expect(one).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect([...subject].length).toBeLessThanOrEqual(160);
  });

  it("is no markup", () => {
    const given = message("denied", {
      requesterName: evil,
      justification: `${evil}\n<script>alert(1)</script>`,
      incident: "<b>",
      decisions: [{ personName: evil, verdict: "deny", comment: "</td><form action=//evil>" }] as never,
    });
    const { html } = write(given);
    expect(html).not.toMatch(/<(img|script|form|b)[ >]/);
    expect(html).toContain("&lt;script&gt;");
  });

  it("passes for no line of ours in plain text", () => {
    const justification = "Fine\n\nView the request and decide:\nhttps://evil.example/";
    const { text } = write(message("request-waiting", { justification }));
    expect(text.match(/^View the request and decide:$/gm)).toHaveLength(1);
    expect(text).toContain("    https://evil.example/");
  });

  it("is cut when it is long, with a sign that it is", () => {
    const given = message("request-waiting", { justification: "x".repeat(2_000) });
    expect(write(given).text).toMatch(/x{1499}…/);
    const many = message("request-waiting", { nodes: Array.from({ length: 20 }, () => node) });
    expect(write(many).text).toContain("and 15 more nodes");
    expect(write(many).text.length).toBeLessThan(4_000);
  });
});

import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { EndpointMessage } from "@/lib/deliveries/deliver";
import type { Call } from "@/lib/deliveries/webhook/call";
import { NOTICE_EVENTS, WEBHOOK_FORMATS, webhooksSchema } from "@/lib/kernel/config/webhooks";
import { messageOf, NODE } from "./testing/message";
import { webhookCall } from "./webhook-body";

const at = new Date("2026-03-14T09:26:53Z");
const SECRET = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const ENDPOINTS = webhooksSchema.parse([
  { name: "bus", url: "https://bus.example.com/in", format: "cloudevents", secret: SECRET },
  { name: "chat", url: "https://hooks.slack.example/T0/B0/x", format: "slack" },
  { name: "team", url: "https://flow.example/?sig=x", format: "teams" },
  {
    name: "pager",
    url: "https://events.pagerduty.example/v2/enqueue",
    format: "pagerduty",
    key: "R0UTINGKEY",
  },
  { name: "ops", url: "https://api.opsgenie.example/v2/alerts", format: "opsgenie", key: "GENIE-KEY" },
]);

function send(format: (typeof WEBHOOK_FORMATS)[number], message: Partial<EndpointMessage> = {}) {
  const endpoint = ENDPOINTS.find((one) => one.format === format);
  if (!endpoint) throw new TypeError(`no endpoint is ${format}`);
  const { person: _, ...rest } = messageOf("request-waiting");
  return webhookCall({ ...rest, channel: endpoint.name, ...message }, endpoint, {
    ...{ origin: "https://halligan.example.com", at },
  });
}
const read = (call: Call) => JSON.parse(String(call.body));

it("a CloudEvent has the facts, and is signed under the delivery's id", () => {
  const call = send("cloudevents");
  expect(read(call)).toEqual({
    ...{
      specversion: "1.0",
      id: "dlv_1",
      source: "https://halligan.example.com",
      type: "halligan.request-waiting",
    },
    ...{ time: "2026-03-14T09:26:53.000Z", subject: "req_1", datacontenttype: "application/json" },
    data: {
      ...{ requestId: "req_1", url: "https://halligan.example.com/requests/req_1", state: "waiting" },
      ...{ requester: "Ana Duarte", reason: "Disk full, writes failing", incident: "INC-42" },
      ...{ windowSeconds: 1800, expiresAt: "2026-03-14T10:26:53.000Z" },
      approvals: [{ count: 1, groups: ["sre-leads", "platform-leads"] }],
      nodes: [
        {
          id: NODE.id,
          name: NODE.name,
          accountId: NODE.accountId,
          region: NODE.region,
          protection: "production",
        },
      ],
    },
  });
  const { "webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature } = call.headers;
  const signed = createHmac("sha256", Buffer.alloc(24, 7))
    .update(`${id}.${stamp}.${call.body}`)
    .digest("base64");
  expect([id, stamp, signature]).toEqual(["dlv_1", "1773480413", `v1,${signed}`]);
  expect(call.headers["content-type"]).toBe("application/cloudevents+json");
});

it("Slack and Teams get the words and a button that leads to the request", () => {
  const slack = read(send("slack"));
  expect(slack.text).toBe("Ana Duarte requests access to payments-api-2");
  expect(slack.blocks.at(-1).elements).toEqual([
    expect.objectContaining({ type: "button", url: "https://halligan.example.com/requests/req_1" }),
  ]);
  const card = read(send("teams")).attachments[0].content;
  expect([card.type, card.version]).toEqual(["AdaptiveCard", "1.4"]);
  expect(card.actions).toEqual([
    {
      type: "Action.OpenUrl",
      title: "View the request and decide",
      url: "https://halligan.example.com/requests/req_1",
    },
  ]);
});

it("PagerDuty and Opsgenie get one alert for each request, and close it when nothing waits any more", () => {
  expect(read(send("pagerduty"))).toMatchObject({
    ...{ routing_key: "R0UTINGKEY", event_action: "trigger", dedup_key: "req_1" },
    payload: {
      source: "halligan.example.com",
      severity: "warning",
      summary: expect.stringContaining("Ana Duarte"),
    },
  });
  expect(read(send("pagerduty", { kind: "request-closed" }))).toEqual({
    ...{ routing_key: "R0UTINGKEY", event_action: "resolve", dedup_key: "req_1" },
  });
  const alert = send("opsgenie");
  expect(alert.headers.authorization).toBe("GenieKey GENIE-KEY");
  expect(read(alert)).toMatchObject({ alias: "req_1", priority: "P2" });
  expect(send("opsgenie", { kind: "request-closed" }).url).toBe(
    "https://api.opsgenie.example/v2/alerts/req_1/close?identifierType=alias",
  );
});

describe("what others wrote", () => {
  const evil = "<!channel> <https://evil.example|click> &amp; **b** \u202e\u0000";
  const hostile = messageOf("request-waiting", {
    ...{ requesterName: evil, justification: evil.repeat(200), incident: evil },
    nodes: Array.from({ length: 20 }, () => ({ ...NODE, name: evil.repeat(10) })),
  }).request;

  it.each(WEBHOOK_FORMATS)("fits into what %s takes", (format) => {
    for (const kind of NOTICE_EVENTS) {
      const { body } = send(format, { kind, request: hostile });
      expect(Buffer.byteLength(body)).toBeLessThan(28_000);
      expect(body).not.toMatch(/undefined|mail\./);
    }
  });

  it("is no markup of Slack's: neither a mention nor a link", () => {
    const { text, blocks } = read(send("slack", { request: hostile }));
    expect(text).not.toMatch(/[<>]/);
    expect(
      blocks.every(
        ({ type, text: part }: { type: string; text?: { type: string } }) =>
          type === "actions" || part?.type === "plain_text",
      ),
    ).toBe(true);
    for (const block of blocks.slice(0, -1)) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
  });

  it("stays within PagerDuty's and Opsgenie's lengths", () => {
    expect(read(send("pagerduty", { request: hostile })).payload.summary.length).toBeLessThanOrEqual(1_024);
    const { message, description } = read(send("opsgenie", { request: hostile }));
    expect([message.length <= 130, description.length <= 15_000]).toEqual([true, true]);
  });
});

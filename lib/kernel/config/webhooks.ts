import { z } from "zod";

/** What people and endpoints are told outside the portal. */
export const NOTICE_EVENTS = [
  "request-waiting",
  "request-reminded",
  "request-expiring",
  "request-escalated",
  "request-closed",
  "approved",
  "denied",
  "access-ending",
  "glass-broken",
  "glass-disowned",
] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

export const WEBHOOK_FORMATS = ["cloudevents", "slack", "teams", "pagerduty", "opsgenie"] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** What opens an alert and closes it again: an alert that nothing closes would ring on. */
const ALERTING: readonly NoticeEvent[] = NOTICE_EVENTS.filter((event) => event.startsWith("request-"));
/** Which events a format can say; without a word of the settings it says them all. */
const SAID_BY = {
  cloudevents: NOTICE_EVENTS,
  slack: NOTICE_EVENTS,
  teams: NOTICE_EVENTS,
  pagerduty: ALERTING,
  opsgenie: ALERTING,
} as const satisfies Record<WebhookFormat, readonly NoticeEvent[]>;

/** As many as have a place of their own in the worker: none waits for another. */
export const MOST_WEBHOOKS = 10;

const endpoint = z
  .strictObject({
    /** As pages call it. */
    name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be small letters, digits and hyphens"),
    url: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).refine(isCallable, {
      message: "must have no login and no fragment, and the port 443 or one from 1024 on",
    }),
    format: z.enum(WEBHOOK_FORMATS),
    /** Of Standard Webhooks: signs what is sent. */
    secret: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, "must be whsec_ and 24 to 64 random bytes in base64")
      .optional(),
    /** The receiver's own: PagerDuty's routing key, Opsgenie's API key. */
    key: z
      .string()
      .regex(/^[\w-]{8,200}$/, "must be a key without blanks")
      .optional(),
    events: z.array(z.enum(NOTICE_EVENTS)).min(1).optional(),
  })
  .superRefine(({ format, secret, key, events }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (format === "cloudevents" && secret === undefined)
      wrong("secret", "is missing: what is sent is signed with it");
    if ((format === "pagerduty" || format === "opsgenie") !== (key !== undefined))
      wrong("key", key === undefined ? "is missing" : "is for pagerduty and opsgenie");
    const said: readonly NoticeEvent[] = SAID_BY[format];
    for (const event of events ?? [])
      if (!said.includes(event)) wrong("events", `${event} is nothing that ${format} is told`);
  })
  .transform(({ events, ...given }) => ({ ...given, events: [...(events ?? SAID_BY[given.format])] }));
export type WebhookEndpoint = z.output<typeof endpoint>;

export const webhooksSchema = z
  .array(endpoint)
  .max(MOST_WEBHOOKS)
  .superRefine((endpoints, context) => {
    const names = endpoints.map(({ name }) => name);
    for (const [place, name] of names.entries())
      if (name === "mail" || name === "push" || names.indexOf(name) !== place)
        context.addIssue({ code: "custom", path: [place, "name"], message: "is another's already" });
  });

function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, hash, port } = new URL(text);
  const isPort = port === "" || port === "443" || Number(port) >= 1024;
  return username === "" && password === "" && hash === "" && isPort;
}

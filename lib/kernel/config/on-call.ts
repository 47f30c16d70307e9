import { z } from "zod";

export const FEED_FORMATS = ["ical", "json", "pagerduty", "opsgenie"] as const;

/** More than any organisation has; each is asked every five minutes. */
const MOST_FEEDS = 50;

const feed = z.strictObject({
  /** As pages and logs call it. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "must be small letters, digits and hyphens"),
  /** Of the identity provider: for whom it says who is on call. */
  group: z.string().min(1).max(200),
  url: z.url({ protocol: /^https?$/, error: "must be an http or https address" }).refine(isCallable, {
    message: "must have no login and no fragment, and the port 443 or one from 1024 on",
  }),
  format: z.enum(FEED_FORMATS),
  /** Of PagerDuty, Opsgenie, or a bearer's. */
  token: z
    .string()
    .regex(/^[\w.~+/=-]{1,500}$/, "must be a token without blanks")
    .optional(),
  /** Of times that have none, in a calendar. */
  zone: z.string().refine(isZone, "must be an IANA time zone, such as Europe/Berlin").optional(),
});
export type OnCallFeed = z.output<typeof feed>;

export const onCallFeedsSchema = z
  .array(feed)
  .max(MOST_FEEDS)
  .superRefine((feeds, context) => {
    const names = feeds.map(({ name }) => name);
    for (const [place, name] of names.entries())
      if (names.indexOf(name) !== place)
        context.addIssue({ code: "custom", path: [place, "name"], message: "is another's already" });
  });

function isCallable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, hash, port } = new URL(text);
  return (
    username === "" &&
    password === "" &&
    hash === "" &&
    (port === "" || port === "443" || Number(port) >= 1024)
  );
}

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

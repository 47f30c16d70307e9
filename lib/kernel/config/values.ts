import proxyAddr from "proxy-addr";
import { z } from "zod";

/** Far below the 2³¹ − 1 milliseconds (24 days) above which Node's timers fire at once. */
const DAY = 86_400;

/**
 * A whole number as people write it: no `0x10`, no `1e3`, no sign.
 * @param min the smallest that makes sense
 * @param max the largest that makes sense; without one a slip of the finger is taken for intent
 */
export function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

/**
 * A duration in seconds.
 * @param fallback without the setting
 * @param max a day, as durations end up in timers; more only for what is kept as a date
 */
export function seconds(fallback: number, max = DAY) {
  return wholeNumber(1, max).default(fallback);
}

/** A TCP port to listen on. */
export function port(fallback: number) {
  return wholeNumber(1, 65_535).default(fallback);
}

/** An origin as browsers send it. */
export const origin = z
  .url({ protocol: /^https?$/, error: "must be an http or https address" })
  .refine((value) => !URL.canParse(value) || new URL(value).origin === value, {
    message: "must be an origin: scheme, host and port, no path and no slash at the end",
  });

export const roleArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "must be the ARN of a role");

const jsonSchemas = new WeakSet<object>();

/** A setting whose text is JSON. */
export function json<T extends z.ZodType>(schema: T) {
  const made = z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);
  jsonSchemas.add(made);
  return made;
}

/** Whether a setting was made by `json`: in the configuration file its value may stand as it is. */
export function isJson(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isJson(schema.unwrap());
  return jsonSchemas.has(schema);
}

/** A list of proxies, as proxy-addr reads it; "none" is the empty one. */
export const proxies = z.string().transform((text, context) => {
  const list = text === "none" ? [] : text.split(",").map((entry) => entry.trim());
  try {
    proxyAddr.compile(list);
    return list;
  } catch {
    context.addIssue({
      code: "custom",
      message: 'must be addresses and ranges of proxies with commas between them, "loopback", or "none"',
    });
    return z.NEVER;
  }
});

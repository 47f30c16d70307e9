import { z } from "zod";
import { REGION } from "@/lib/kernel/config/region";
import { CONTROL } from "@/lib/kernel/text";
import { type NodeSelector, SELECTOR_LIMITS } from "./selector";

const tagText = (smallest: number, largest: number) =>
  z
    .string()
    .min(smallest)
    .max(largest)
    .refine((text) => !CONTROL.test(text), { message: "must not contain control characters" });

/** A selector as it comes in, and as the columns hold it. */
export const selectorSchema = z.strictObject({
  accountId: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  region: z.string().regex(REGION).optional(),
  tags: z
    .record(tagText(1, SELECTOR_LIMITS.key), tagText(0, SELECTOR_LIMITS.value))
    .refine((tags) => Object.keys(tags).length > 0, { message: "must name a tag" })
    .refine((tags) => Object.keys(tags).length <= SELECTOR_LIMITS.tags, { message: "names too many tags" }),
});

/** Reads the JSON column. A selector that can't be read is a defect, never "every node". */
export function selectorFrom(column: unknown): NodeSelector | null {
  return column === null || column === undefined ? null : selectorSchema.parse(column);
}

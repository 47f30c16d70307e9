import { z } from "zod";
import { t } from "@/messages/translate";

const gap = z.looseObject({
  from: z.union([z.number(), z.string()]),
  to: z.union([z.number(), z.string()]),
  why: z.string().optional(),
});

/** A gap of a recording in words; one of an unknown form is shown as it was written, never left out. */
export function gapText(value: unknown): string {
  const { data } = gap.safeParse(value);
  return data
    ? t("replay.gap", { from: data.from, to: data.to, why: data.why ?? "" })
    : JSON.stringify(value);
}

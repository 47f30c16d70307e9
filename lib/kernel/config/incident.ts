import { z } from "zod";

/** How incidents are written here, as a regular expression, and where they are read. */
export const incidentSchema = z.strictObject({
  pattern: z.string().min(1).max(200).refine(isRegularExpression, "must be a regular expression"),
  link: z
    .string()
    .max(500)
    .refine(isIncidentAddress, "must be an https address with {incident} behind its host"),
});

function isRegularExpression(pattern: string): boolean {
  try {
    // By itself, as we anchor it later: a bracket that only our own closes would undo that.
    new RegExp(pattern, "u");
    return true;
  } catch {
    return false;
  }
}

/** Whoever writes the incident's number must not choose the host. */
function isIncidentAddress(link: string): boolean {
  const filled = (by: string) => link.replaceAll("{incident}", by);
  if (!link.includes("{incident}") || !URL.canParse(filled("A"))) return false;
  const url = new URL(filled("A"));
  return url.protocol === "https:" && url.host === new URL(filled("B")).host;
}

import { wordFor } from "@/messages/translate";

/** What stands beside a session's end: what somebody wrote, or, for one that could not be opened, or whose
 * channel could not be trusted, why, in words. */
export function noteText(reason: string | null | undefined, note: string): string {
  if (reason === "encryption-failed") return wordFor("terminal.fault", note);
  if (reason !== "opening-failed") return note;
  const own = wordFor("end.note", note);
  return own === note ? wordFor("error", note) : own;
}

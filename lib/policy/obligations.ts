import { z } from "zod";
import { STEP_UP_LEVELS } from "@/lib/step-up/levels";

/** What a yes needs, complete: every rule engine answers all of it, and everything downstream reads only this. */
export const obligationsSchema = z.strictObject({
  /** Each asks for `count` different people, each in at least one of `groups`. Empty: nobody is asked. */
  approvals: z.array(
    z.strictObject({ count: z.number().int().min(1), groups: z.array(z.string().min(1)).min(1) }),
  ),
  longestWindowSeconds: z.number().int().min(1),
  /** A fresh proof of the person before deciding and starting. */
  stepUp: z.enum(STEP_UP_LEVELS),
  /** Whether the shell needs somebody watching live. */
  watcher: z.enum(["none", "required"]),
  /** Whether keystrokes are kept, or only counted. */
  inputRecording: z.enum(["counted", "kept"]),
  /** What happens when the node's agent writes no log. */
  missingAgentLog: z.enum(["flag", "end"]),
  /** Whether a break-glass may run on the gateway's fsynced spool while the database is away. */
  spool: z.enum(["never", "break-glass"]),
});

export type Obligations = z.infer<typeof obligationsSchema>;
export type Approval = Obligations["approvals"][number];

/** Reads the JSON column. Obligations that can't be read are a defect, never "none". */
export function parseObligations(column: unknown): Obligations {
  return obligationsSchema.parse(column);
}

export const OBLIGATION_SENTENCES = [
  "obligation.nobody",
  "obligation.approvals",
  "obligation.window",
  "obligation.step-up-sign-in",
  "obligation.step-up-passkey",
  "obligation.watcher",
  "obligation.input-counted",
  "obligation.input-kept",
  "obligation.agent-log-flag",
  "obligation.agent-log-end",
  "obligation.spool",
] as const;
export type ObligationSentenceCode = (typeof OBLIGATION_SENTENCES)[number];

/** A sentence to be said in the reader's language: its code in messages/ and what stands in it. */
export interface ObligationSentence {
  code: ObligationSentenceCode;
  params: Record<string, number | string[]>;
}

/** The obligations as sentences, the most important first. */
export function sentencesOf(obligations: Obligations): ObligationSentence[] {
  const sentences: ObligationSentence[] = obligations.approvals.map(({ count, groups }) => ({
    code: "obligation.approvals",
    params: { count, groups },
  }));
  if (sentences.length === 0) sentences.push({ code: "obligation.nobody", params: {} });
  sentences.push({ code: "obligation.window", params: { seconds: obligations.longestWindowSeconds } });
  const codes: (ObligationSentenceCode | null)[] = [
    STEP_UP[obligations.stepUp],
    obligations.watcher === "required" ? "obligation.watcher" : null,
    obligations.inputRecording === "kept" ? "obligation.input-kept" : "obligation.input-counted",
    obligations.missingAgentLog === "end" ? "obligation.agent-log-end" : "obligation.agent-log-flag",
    obligations.spool === "break-glass" ? "obligation.spool" : null,
  ];
  for (const code of codes) if (code) sentences.push({ code, params: {} });
  return sentences;
}

const STEP_UP = {
  none: null,
  "sign-in": "obligation.step-up-sign-in",
  passkey: "obligation.step-up-passkey",
} as const satisfies Record<Obligations["stepUp"], ObligationSentenceCode | null>;

import type { ErrorCode, ErrorParams } from "@/lib/kernel/errors";
import type { ObligationSentence } from "@/lib/policy/obligations";

/** People who are answered alike. Their names are hostile text. */
export type WhoCanAnswer = { people: { id: string; name: string }[] } & (
  | {
      canRequest: true;
      /** By which rules, and what it takes. */
      rules: string[];
      sentences: ObligationSentence[];
    }
  | { canRequest: false; rules: string[]; code: ErrorCode; params: ErrorParams }
);

/** Who may request access to a node at some time. */
export interface WhoCan {
  at: Date;
  /** The rules that were asked. */
  version: string;
  /** For how long access was asked for: rules may look at it. */
  windowSeconds: number;
  /** Those who can first, each kind with the most people first. */
  answers: WhoCanAnswer[];
  /** Engineers that the portal knows, and of how many of them it was asked. */
  knownCount: number;
  askedCount: number;
}

import type { ObligationSentence } from "@/lib/policy/obligations";
import { wordFor } from "@/messages/translate";

/** The first obligation, who must decide, as a sentence. */
export function obligationSentence(sentence: ObligationSentence | undefined): string {
  if (!sentence) return "";
  return wordFor("obligation", sentence.code.slice("obligation.".length), sentence.params);
}

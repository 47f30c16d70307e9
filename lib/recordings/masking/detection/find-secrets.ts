import { findAddressPasswords } from "./addresses";
import { findAssignments } from "./assignments";
import { findArguments } from "./commands";
import { findPrivateKeys } from "./private-keys";
import { joinSpans, type Span } from "./span";
import { findTokens } from "./tokens";

const FINDERS = [findTokens, findPrivateKeys, findAddressPasswords, findAssignments, findArguments];

/**
 * Where secrets stand in a text. It knows known forms only: best effort, never a proof that there is none. Its time grows
 * with the text's length and with nothing else.
 * @param text lines, with line feeds between them; hostile
 * @returns stretches in order that don't touch; of an assignment or an option the value alone
 */
export function findSecrets(text: string): Span[] {
  return joinSpans(FINDERS.flatMap((find) => [...find(text)]));
}

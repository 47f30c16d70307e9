import { isErrorCode } from "@/lib/kernel/errors";
import { errorSentence } from "@/messages/translate";

/**
 * Why a sign-in that was asked for confirmed nothing, as the address that the reader came back to says.
 * @param again hostile: anybody can write an address
 */
export function againFailure(again: string | undefined): string | undefined {
  return isErrorCode(again) ? errorSentence(again, {}) : undefined;
}

import type { LucideIcon } from "lucide-react";
import type { StateLook } from "@/components/ui/state-badge";
import type { Tone } from "@/components/ui/tone";
import type { MessageCode } from "@/messages/codes";
import { sentenceFor } from "@/messages/translate";

/**
 * Each state's tone, icon and word stand once, in this folder: a file for each kind of thing, so that a page loads only
 * the icons it shows. A state without a look does not compile.
 *
 * The word is looked up when it is shown: while a file is loaded nobody is reading yet, in no language.
 */
export function look(tone: Tone, icon: LucideIcon, code: MessageCode): StateLook {
  return {
    tone,
    icon,
    get word() {
      return sentenceFor(code, {});
    },
  };
}

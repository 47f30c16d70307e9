import type { SearchAnswer } from "@/components/frame/commands/use-search";
import type { Found } from "@/lib/overview/search/views";
import { t } from "@/messages/translate";
import { failureSentence } from "./post";

/**
 * Asks the portal's search.
 * @param signal gives the question up; its answer is then of no use to anybody
 */
export async function searchPortal(text: string, signal: AbortSignal): Promise<SearchAnswer> {
  try {
    const response = await fetch(`/api/search?q=${encodeURIComponent(text)}`, { signal });
    if (response.ok) return { ok: true, value: (await response.json()) as Found };
    return { ok: false, sentence: await failureSentence(response) };
  } catch {
    return { ok: false, sentence: t("command.unreachable") };
  }
}

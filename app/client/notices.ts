import type { NoticesOptions } from "@/components/notices/notices-context";
import type { NoticeList } from "@/lib/overview/notices/views";
import { loadPart } from "./load-messages";
import { act } from "./post";

/** How pages read and mark what the person was told. */
export const NOTICE_CALLS: Pick<NoticesOptions, "read" | "see" | "loadWords"> = {
  read: async () => {
    try {
      const response = await fetch("/api/notices");
      return response.ok ? ((await response.json()) as NoticeList) : undefined;
    } catch {
      return undefined;
    }
  },
  see: async (noticeIds) => (await act("/api/notices/seen", { noticeIds })).ok,
  loadWords: () => loadPart("notices"),
};

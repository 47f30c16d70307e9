import type { NoticeRow } from "@/lib/overview/notices/views";

/** The page that a notice is about: there it is seen. */
export function hrefOf({ requestId, sessionId }: Pick<NoticeRow, "requestId" | "sessionId">): string {
  return sessionId === null ? `/requests/${requestId}` : `/sessions/${sessionId}`;
}

/** "3"; with more than are listed "50+"; empty: none. */
export function countText({ rows, hasMore }: { rows: readonly unknown[]; hasMore: boolean }): string {
  return rows.length === 0 ? "" : `${rows.length}${hasMore ? "+" : ""}`;
}

import type { NoticeRow } from "@/lib/overview/notices/views";

/** The page that a notice is about: there it is seen. */
export function pageOf({
  kind,
  requestId,
  sessionId,
}: Pick<NoticeRow, "kind" | "requestId" | "sessionId">): string {
  if (kind === "passkey-added") return "/passkeys";
  if (sessionId !== null) return `/sessions/${sessionId}`;
  return requestId === null ? "/retention" : `/requests/${requestId}`;
}

/** Its address: of a note with the moment that it is on. */
export function hrefOf(notice: Pick<NoticeRow, "kind" | "requestId" | "sessionId" | "atMs">): string {
  return notice.atMs === null ? pageOf(notice) : `${pageOf(notice)}?t=${notice.atMs / 1000}`;
}

/** "3"; with more than are listed "50+"; empty: none. */
export function countText({ rows, hasMore }: { rows: readonly unknown[]; hasMore: boolean }): string {
  return rows.length === 0 ? "" : `${rows.length}${hasMore ? "+" : ""}`;
}

import type { review as english } from "../en/review";
import type { Translation } from "./translation";

/** 審查及其結論。 */
export const review: Translation<typeof english> = {
  "pages.reviews.search": "搜尋人員、節點、理由",
  "pages.reviews.state": "狀態",
  "pages.reviews.open": "未結案",
  "pages.reviews.closed": "已結案",
  "pages.review": "審查",
  "review.verdict.in-order": "正常",
  "review.verdict.follow-up": "需後續處理",
  "review.verdict.violation": "違規",
  "review.verdict.in-order.hint": "所做的事符合申請內容。",
  "review.verdict.follow-up.hint": "正常，但應採取行動，讓下次不再需要 Shell。",
  "review.verdict.violation.hint": "做了申請以外的事。",
  "review.open": "未結案",
  "review.overdue": "逾期",
  "review.due": "到期",
  "review.form.verdict": "結論",
  "review.form.choose": "請選擇結論。",
  "review.form.notes": "備註",
  "review.form.notes.hint": "你看到了什麼；root Shell 可能留下了什麼。",
  "review.form.notes.needed": "至少 {min, number} 個字：沒有說明的結論等於沒有說。",
  "review.form.submit": "結案",
  "review.closed": "由 {person} 結案",
  "review.excluded": "{people} 不能審查：他們是申請人或操作者。",
  "review.watch": "觀看並審查",
};

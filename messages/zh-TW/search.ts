import type { search as english } from "../en/search";
import type { Translation } from "./translation";

/** 錄製內容的搜尋。 */
export const search: Translation<typeof english> = {
  "pages.search": "搜尋錄製內容",
  "pages.search.field": "指令或輸出中的文字",
  "pages.search.where": "搜尋範圍",
  "pages.search.where.all": "指令與輸出",
  "pages.search.where.commands": "指令",
  "pages.search.where.output": "輸出",
  "pages.search.words": "全字相符",
  "pages.search.session": "工作階段",
  "pages.search.request": "申請",
  "search.none": "尋找輸入過與顯示過的內容",
  "search.none.hint":
    "輸入字詞或一行中的任何部分，例如 2>&1。會找出包含所有字詞的行；用引號括住文字即可完全比對。",
  "search.searching": "搜尋中…",
  "search.failed": "目前無法搜尋",
  "search.retry": "再試一次",
  "search.trouble": "無法連線到閘道，重試中…",
  "search.count": "{sessions, number} 個工作階段中有 {hits, number} 筆結果",
  "search.count.more": "前 {hits, number} 筆結果，來自 {sessions, number} 個工作階段",
  "search.order": "指令優先，由新到舊",
  "search.no-match": "沒有錄製內容包含這段文字",
  "search.no-match.so-far": "目前還沒有找到",
  "search.no-match.hint": "請檢查篩選條件，或改搜尋較短的文字。",
  "search.back-to": "已往回搜尋到 {time}。這項搜尋要讀取大量文字。",
  "search.further": "繼續往回搜尋",
  "search.more": "更多結果",
  "search.not-covered": "結果可能不完整：{what}。",
  "search.not-covered.pending": "{count, number} 個進行中工作階段的最新輸出",
  "search.not-covered.failed": "{count, number} 份無法讀取的錄製內容",
  "search.not-covered.bare": "{count, number} 個沒有錄製內容的工作階段",
  "search.hit.command": "指令",
  "search.hit.output": "輸出",
  "search.hit.open": "{time} 的{kind}：{text}",
  "search.all": "此工作階段的所有結果",
};

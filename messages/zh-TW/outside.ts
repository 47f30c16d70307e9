import type { outside as english } from "../en/outside";
import type { Translation } from "./translation";

/** 繞過入口網站開啟的工作階段，以及節點自己的日誌。 */
export const outside: Translation<typeof english> = {
  "outside.badge": "Halligan 之外",
  "outside.attested": "僅由節點佐證",
  "outside.alarm": "在 Halligan 之外開啟",
  "outside.title": "在 Halligan 之外開啟",
  "outside.line": "AWS 表示 {owner} 未經 Halligan 開啟了這個工作階段。畫面內容只剩節點代理程式寫下的日誌。",
  "outside.lastResort": "最後手段",
  "outside.lastResort.line":
    "它是以最後手段角色開啟的，該角色只供 Halligan 停擺時使用。請向開啟者索取當時的筆記。",
  "outside.history": "它在 Halligan 開始監看這個帳戶與區域之前就已開始，因此沒有發出警示。",
  "outside.never-ended": "Halligan 不會結束其他主體的工作階段。如果它不應該開著，請在 AWS 中結束它。",
  "outside.missing": "缺少什麼",
  "outside.missing.rights": "沒有申請、沒有核准人、沒有時間限制：我們的規則都沒有適用。",
  "outside.missing.recording": "沒有錄製：這裡沒有任何內容是 Halligan 當下寫入的。",
  "outside.missing.input": "沒有輸入：只有終端機回顯的內容，看不到密碼或隱藏的輸入。",
  "outside.missing.looks":
    "沒有色彩、畫面大小與全螢幕程式；時間只有代理程式記下的：CloudWatch Logs 精確到秒，S3 則沒有。",
  "outside.missing.letters":
    "內容已被代理程式改變：串流日誌中定位字元變成空格、進度列黏在一起，有些文字會遺失。",
  "outside.missing.proof":
    "不能當作證明：在我們讀取之前，節點上的 root 可以更改、截斷或刪除這份日誌。沒有人能說它是否完整。",
  "outside.owner": "開啟者",
  "outside.reason": "提供給 AWS 的理由",
  "outside.found": "發現時間",
  "outside.checked": "上次查詢日誌",
  "outside.checked.never": "尚未查詢",
  "outside.status": "AWS 的回答",
  "outside.log": "代理程式日誌的文字內容",
  "outside.logs": "已取得的日誌",
  "outside.logs.pending": "系統尚未讀取日誌。",
  "outside.logs.waiting": "目前還沒有日誌，系統會繼續查詢。",
  "outside.logs.none": "在帳戶的日誌群組與儲存貯體中都找不到日誌。這個工作階段可能寫到別處，或根本沒有寫。",
  "outside.log.stream": "CloudWatch Logs",
  "outside.log.object": "S3，第 {count, number} 份內容",
  "outside.log.size": "{lines, number} 行，{size}",
  "outside.log.sum": "取得時（未遮蔽）的 SHA-256",
  "outside.log.download": "下載",
  "outside.log.download.of": "下載{log}",
  "outside.finding.empty": "空的：裡面沒有任何內容。",
  "outside.finding.cut-off": "被截斷：缺少代理程式寫下的結尾。",
  "outside.finding.not-agents": "不是代理程式會寫的格式：已損壞，或由其他程式寫入。",
  "outside.finding.broken-text": "含有不是文字的位元組，顯示為 �；檔案中有原本的內容。",
  "outside.finding.foreign": "含有其他工作階段或節點的內容。",
  "outside.finding.not-all-kept": "太大：{size} 中只保存了前 {kept}。",
  "outside.finding.long-lines": "含有非常長的行，只顯示開頭；檔案中有全部內容。",
};

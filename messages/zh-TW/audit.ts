import type { audit as english, auditList as englishList } from "../en/audit";
import type { Translation } from "./translation";

/** 每個稽核事件接在行為人之後的一句話。{owner} 是工作階段或申請的主人，{subject} 是對象。 */
export const audit: Translation<typeof english> = {
  "audit.sign-in.started": "登入",
  "audit.sign-in.ended": "登出{hasReason, select, yes {：{reason}} other {}}",
  "audit.sign-in.revoked": "結束 {subject} 的一次登入{hasReason, select, yes {：{reason}} other {}}",
  "audit.sign-in.repeated": "重新登入以確認",
  "audit.passkey.added": "新增通行密鑰",
  "audit.passkey.renamed": "重新命名通行密鑰",
  "audit.passkey.removed": "移除通行密鑰",
  "audit.passkey.used": "以通行密鑰確認",
  "audit.person.roles-changed": "更新 {subject} 的角色{hasRoles, select, yes {：{roles}} other {}}",
  "audit.person.groups-confirmed": "確認 {subject} 的群組",
  "audit.person.disabled": "停用 {subject} 的帳號{hasReason, select, yes {：{reason}} other {}}",
  "audit.person.enabled": "啟用 {subject} 的帳號",
  "audit.person.language-chosen": "選擇語言{hasLanguage, select, yes {：{language}} other {}}",
  "audit.person.mail-enabled": "開啟郵件通知",
  "audit.person.mail-disabled": "關閉郵件通知",
  "audit.person.device-added": "在瀏覽器開啟推播訊息",
  "audit.person.device-removed": "在瀏覽器關閉推播訊息",
  "audit.delegation.made": "請 {subject} 代為決定{hasUntil, select, yes {，到 {until}} other {}}",
  "audit.delegation.withdrawn": "撤回由 {subject} 代為決定",
  "audit.request.created": "申請存取權{hasWindowSeconds, select, yes { {windowSeconds}} other {}}",
  "audit.request.approved":
    "核准{hasOwner, select, yes { {owner} 的} other {}}存取權{hasWindowSeconds, select, yes { {windowSeconds}} other {}}{hasAbsent, select, yes {，代 {absent} 決定} other {}}",
  "audit.request.denied":
    "拒絕{hasOwner, select, yes { {owner} 的} other {}}申請{hasReason, select, yes {：{reason}} other {}}",
  "audit.request.withdrawn": "撤回申請",
  "audit.request.lapsed": "將{hasOwner, select, yes { {owner} 的} other {}}申請設為失效：期限內無人決定",
  "audit.request.opened": "開啟申請",
  "audit.request.commented": "留言{hasText, select, yes {：{text}} other {}}",
  "audit.request.questioned": "提問{hasText, select, yes {：{text}} other {}}",
  "audit.request.answered": "回答{hasText, select, yes {：{text}} other {}}",
  "audit.request.reminded": "提醒核准人",
  "audit.glass.broken": "緊急開啟 {node}{hasJustification, select, yes {：{justification}} other {}}",
  "audit.glass.cosigner-asked":
    "要緊急開啟 {node}，需要一位共同簽署人{hasJustification, select, yes {：{justification}} other {}}",
  "audit.glass.cosigned": "共同簽署了 {subject} 的緊急存取",
  "audit.glass.noted": "為緊急存取寫了說明{hasNote, select, yes {：{note}} other {}}",
  "audit.glass.ratified": "追認了 {subject} 的緊急存取{hasReason, select, yes {：{reason}} other {}}",
  "audit.glass.disowned": "不予追認 {subject} 的緊急存取{hasReason, select, yes {：{reason}} other {}}",
  "audit.grant.issued":
    "發給{hasOwner, select, yes { {owner} } other {}}存取權{hasEndsAt, select, yes {，到 {endsAt} 為止} other {}}{hasUseBy, select, yes {，須在 {useBy} 前開啟第一個 Shell} other {}}",
  "audit.grant.first-used": "首次使用存取權{hasEndsAt, select, yes {，到 {endsAt} 為止} other {}}",
  "audit.grant.ended":
    "結束{hasOwner, select, yes { {owner} 的} other {}}存取權{hasReason, select, yes {：{reason}} other {}}",
  "audit.session.created": "要求開啟 Shell",
  "audit.session.opening": "準備{hasOwner, select, yes { {owner} 的} other {}} Shell",
  "audit.session.role-assuming": "正在{hasOwner, select, yes {為 {owner} } other {}}擔任目標角色",
  "audit.session.role-assumed": "{hasOwner, select, yes {為 {owner} } other {}}擔任目標角色",
  "audit.session.starting": "正在{hasOwner, select, yes {為 {owner} } other {}}啟動工作階段",
  "audit.session.log-doubtful": "發現代理程式日誌可能缺漏{hasFindings, select, yes {：{findings}} other {}}",
  "audit.session.encrypted": "加密工作階段的通道{hasKey, select, yes {，使用 KMS 金鑰 {key}} other {}}",
  "audit.session.opened": "{hasOwner, select, yes {為 {owner} } other {}}啟動工作階段",
  "audit.session.attached": "已連線",
  "audit.session.detached": "已離線",
  "audit.session.taken-over": "從另一個閘道接手工作階段",
  "audit.session.keyboard-taken": "改由另一個視窗輸入",
  "audit.session.watched": "開始觀看{hasOwner, select, yes { {owner} 的} other {}} Shell",
  "audit.session.unwatched": "停止觀看{hasOwner, select, yes { {owner} 的} other {}} Shell",
  "audit.session.resuming": "正在恢復{hasOwner, select, yes { {owner} 的} other {}}工作階段",
  "audit.session.resumed": "恢復{hasOwner, select, yes { {owner} 的} other {}}工作階段",
  "audit.session.end-requested":
    "結束{hasOwner, select, yes { {owner} 的} other {}}工作階段{hasReason, select, yes {：{reason}} other {}}",
  "audit.session.ended":
    "關閉{hasOwner, select, yes { {owner} 的} other {}}工作階段{hasReason, select, yes {：{reason}} other {}}",
  "audit.session.end-confirmed": "向 AWS 確認工作階段已結束",
  "audit.session.failed": "無法開啟 Shell{hasReason, select, yes {：{reason}} other {}}",
  "audit.session.swept": "結束入口網站不認得的 AWS 工作階段{hasNode, select, yes {（{node}）} other {}}",
  "audit.session.imported":
    "發現在 Halligan 之外開啟的工作階段{hasOwner, select, yes {，開啟者為 {owner}} other {}}{hasNode, select, yes {（{node}）} other {}}",
  "audit.recording.closed": "結束錄製",
  "audit.recording.gap-found": "發現錄製內容有缺口{hasCause, select, yes {：{cause}} other {}}",
  "audit.recording.searched":
    "在錄製內容中搜尋「{text}」：{hits, number} 筆結果{more, select, yes {以上} other {}}",
  "audit.recording.replayed": "重播{hasOwner, select, yes { {owner} 的} other {}}工作階段",
  "audit.recording.unmasked":
    "顯示{hasOwner, select, yes { {owner} 的} other {}}工作階段中遮蔽的機密{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.noted":
    "為{hasOwner, select, yes { {owner} 的} other {}}工作階段加上註記{hasText, select, yes {：{text}} other {}}",
  "audit.recording.note-withdrawn": "撤回{hasOwner, select, yes { {owner} 的} other {}}工作階段的註記",
  "audit.recording.export-begun":
    "正在將{hasOwner, select, yes { {owner} 的} other {}}工作階段匯出為 {format}",
  "audit.recording.exported":
    "將{hasOwner, select, yes { {owner} 的} other {}}工作階段匯出為 {format}{hasSha256, select, yes {，SHA-256 {sha256}} other {}}",
  "audit.recording.deletion-asked":
    "申請刪除{hasOwner, select, yes {{owner} 的} other {}}工作階段的錄製內容{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.deletion-confirmed":
    "確認刪除{hasOwner, select, yes {{owner} 的} other {}}工作階段的錄製內容{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.deletion-withdrawn": "撤回錄製內容的刪除申請",
  "audit.recording.deletion-expired": "讓錄製內容的刪除申請失效：沒有人確認",
  "audit.recording.deletion-begun": "開始刪除{hasOwner, select, yes {{owner} 的} other {}}工作階段的錄製內容",
  "audit.recording.deleted":
    "刪除了{hasOwner, select, yes {{owner} 的} other {}}工作階段的錄製內容{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.held":
    "對{hasOwner, select, yes {{owner} 的} other {}}工作階段的錄製內容設定法務保留{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.hold-lift-asked":
    "申請解除{hasOwner, select, yes {{owner} 的} other {}}工作階段錄製內容的法務保留{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.hold-lifted":
    "解除了{hasOwner, select, yes {{owner} 的} other {}}工作階段錄製內容的法務保留{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.hold-lift-withdrawn": "撤回解除法務保留的申請",
  "audit.recording.hold-lift-expired": "讓解除法務保留的申請失效：沒有人確認",
  "audit.recording.input-opening-asked":
    "申請開啟{hasOwner, select, yes {{owner} 的} other {}}工作階段的按鍵內容{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.input-opening-confirmed":
    "確認開啟{hasOwner, select, yes {{owner} 的} other {}}工作階段的按鍵內容{hasReason, select, yes {：{reason}} other {}}",
  "audit.recording.input-opening-withdrawn": "撤回開啟按鍵內容的申請",
  "audit.recording.input-opening-expired": "讓開啟按鍵內容的申請失效：沒有人確認",
  "audit.recording.moved": "把錄影的輸出移到儲存貯體",
  "audit.retention.proposed":
    "提議{protection, select, production {正式環境} staging {預備環境} other {{protection}}}節點的錄製內容{hasDays, select, yes {保留 {days, number} 天} other {不限期保留}}{hasReason, select, yes {：{reason}} other {}}",
  "audit.retention.confirmed":
    "確認{protection, select, production {正式環境} staging {預備環境} other {{protection}}}節點的錄製內容{hasDays, select, yes {保留 {days, number} 天} other {不限期保留}}{hasReason, select, yes {：{reason}} other {}}",
  "audit.retention.withdrawn":
    "撤回{protection, select, production {正式環境} staging {預備環境} other {{protection}}}節點的保留規則提議",
  "audit.retention.expired":
    "讓{protection, select, production {正式環境} staging {預備環境} other {{protection}}}節點的保留規則提議失效：沒有人確認",
  "audit.policy.proposed": "提議新的存取規則{hasReason, select, yes {：{reason}} other {}}",
  "audit.policy.checked":
    "檢查提議的存取規則{hasProblems, select, yes {：{problems, number} 個錯誤} other {}}",
  "audit.policy.rehearsed":
    "以過去的申請演練提議的存取規則{hasDifferences, select, yes {：{differences, number} 個申請結果不同} other {}}",
  "audit.policy.approved": "核准存取規則{hasVersion, select, yes {：{version}} other {}}",
  "audit.policy.rejected": "駁回提議的存取規則{hasReason, select, yes {：{reason}} other {}}",
  "audit.review.opened":
    "開始審查{hasOwner, select, yes { {owner} 的} other {}}工作階段{hasDueAt, select, yes {，須在 {dueAt} 前完成} other {}}",
  "audit.review.closed":
    "將{hasOwner, select, yes { {owner} 的} other {}}工作階段審查結案{hasVerdict, select, yes {：{verdict}} other {}}",
  "audit.inbox.reminded":
    "提醒{hasGroups, select, yes { {groups}} other {相關人員}}：有{hasKind, select, yes {{kind}} other {項目}}待處理{hasSince, select, yes {，從 {since} 起} other {}}",
  "audit.inbox.escalated":
    "上報{hasGroups, select, yes { {groups}} other {更多人}}：有{hasKind, select, yes {{kind}} other {項目}}待處理{hasSince, select, yes {，從 {since} 起} other {}}",
  "audit.node.found": "發現節點",
  "audit.node.lost": "在節點清單中找不到此節點",
  "audit.node.starred": "為節點加上星號",
  "audit.node.unstarred": "移除星號",
  "audit.view.saved":
    "儲存{list, select, nodes {節點} requests {申請} sessions {工作階段} reviews {審查} audit {稽核} other {{list}}}清單的檢視「{name}」",
  "audit.view.deleted":
    "刪除{list, select, nodes {節點} requests {申請} sessions {工作階段} reviews {審查} audit {稽核} other {{list}}}清單的檢視「{name}」",
  "audit.evidence.fetched": "讀取代理程式日誌與 CloudTrail 紀錄",
  "audit.evidence.object-kept": "讀取 S3 中的代理程式日誌",
  "audit.evidence.graded":
    "評定紀錄：{hasCompleteness, select, yes {{completeness, select, complete {錄製完整，} partial {錄製不完整，} missing {沒有錄製，} other {無法錄製，}}} other {}}{corroboration, select, agreed {代理程式日誌相符} differs {代理程式日誌不符} absent {沒有代理程式日誌} pending {代理程式日誌尚未到齊} other {代理程式日誌無法比對}}",
  "audit.evidence.alarmed": "發出警示：{alarm}",
  "audit.evidence.exported":
    "匯出{hasOwner, select, yes { {owner} 的} other {}}工作階段的證據：{justification}",
  "audit.evidence.read": "閱讀了在 Halligan 之外開啟的工作階段的代理程式日誌",
  "audit.connection.test-ordered": "開始測試 {account} 在 {region} 的連線",
  "audit.connection.tested":
    "測試 {account} 在 {region} 的連線{hasPassed, select, yes {：{passed, number} 項通過} other {}}{hasDenied, select, yes {，{denied, number} 項被拒} other {}}{hasBroken, select, yes {，{broken, number} 項失敗} other {}}",
  "audit.document.ordered": "要求在 {account} 的 {region} 建立工作階段文件 {document}",
  "audit.document.created": "在 {account} 的 {region} 建立工作階段文件 {document}",
  "audit.document.failed":
    "無法在 {account} 的 {region} 建立工作階段文件 {document}{hasReason, select, yes {：{reason}} other {}}",
  "audit.list.export-begun": "正在將{hasList, select, yes {{list}} other {清單}}匯出為 CSV",
  "audit.list.exported":
    "將{hasList, select, yes {{list}} other {清單}}匯出為 CSV{hasRows, select, yes {，共 {rows, number} 筆} other {}}",
  "audit.audit.exported": "匯出稽核",
};

/** 事件清單，以及旁邊的字。 */
export const auditList: Translation<typeof englishList> = {
  "audit.list": "稽核",
  "audit.outcome.done": "完成",
  "audit.outcome.refused": "遭拒絕",
  "audit.outcome.failed": "失敗",
  "audit.refused": "嘗試{what}",
  "audit.failed": "未能{what}",
  "audit.somebody": "不明人士",
  "audit.process.web": "網站",
  "audit.process.gateway": "閘道",
  "audit.process.jobs": "背景作業",
  "audit.process.command-line": "命令列",
  "audit.today": "今天",
  "audit.yesterday": "昨天",
  "audit.day.utc": "{date}，UTC",
  "audit.details": "詳細資料",
  "audit.detail.event": "稽核事件",
  "audit.detail.intent": "開始",
  "audit.detail.result": "結果",
  "audit.detail.result.after": "{time}，歷時 {ms, number} ms",
  "audit.detail.session": "工作階段",
  "audit.detail.request": "申請",
  "audit.detail.node": "節點",
  "audit.detail.person": "人員",
  "audit.detail.reason": "拒絕原因",
  "audit.detail.chain": "雜湊鏈",
  "audit.detail.batch": "第 {number, number} 批",
  "audit.detail.unsealed": "尚未封存",
  "audit.by": "{name} 的所有事件",
  "audit.about": "與 {name} 有關的所有事件",
};

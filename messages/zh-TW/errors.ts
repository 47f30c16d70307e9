import type { errors as english } from "../en/errors";
import type { Translation } from "./translation";

/** 拒絕與失敗：為什麼，以及該怎麼做。 */
export const errors: Translation<typeof english> = {
  "error.NOT_SIGNED_IN": "你尚未登入。請登入後再試一次。",
  "error.ROLE_MISSING": "這需要{roles}的角色。請向管理員詢問哪個群組具有此角色。",
  "error.PERSON_DISABLED": "你的帳號已停用。請洽管理員啟用。",
  "error.GROUPS_UNCONFIRMED":
    "無法向身分提供者確認你的群組，因此沒有執行任何動作。請一分鐘後再試，或重新登入。",
  "error.INVALID_INPUT": "請檢查表單{hasFields, select, yes {：{fields}} other {}}。沒有執行任何動作。",
  "error.FOREIGN_ORIGIN": "此呼叫來自其他網站，已被拒絕。",
  "error.FOREIGN_HOST": "此入口網站不使用這個位址。",
  "error.TOO_LARGE": "內容太大。沒有執行任何動作。",
  "error.METHOD_NOT_ALLOWED": "此位址不接受這種方法。",
  "error.NOT_FOUND": "不存在，或你無權查看。",
  "error.SELF_DISABLE": "你不能停用自己的帳號。請找另一位管理員處理。",
  "error.SELF_APPROVAL": "你不能核准自己的申請。{hasWho, select, yes {{who} 可以核准。} other {}}",
  "error.NOT_AN_APPROVER": "你不能決定：需要 {groups} 的成員。",
  "error.ALREADY_DECIDED":
    "已經有決定了{hasState, select, yes {：{state}} other {}}{hasBy, select, yes {，由 {by} 決定} other {}}。",
  "error.REQUEST_CHANGED": "這份申請在你開啟之後已有變更。請重新閱讀後再決定。",
  "error.REQUEST_OVER": "這份申請已不能變更{hasState, select, yes {：{state}} other {}}。請重新申請。",
  "error.NOT_THE_REQUESTER": "只有申請人可以這麼做。",
  "error.QUESTION_ANSWERED": "這個問題已經有人回答。",
  "error.TOO_MANY_ENTRIES": "這項申請已有 {most, number} 則留言，請直接聯絡對方。",
  "error.REMINDED_LATELY": "剛剛已通知核准人，{nextAt} 之後可再次提醒。",
  "error.REMINDERS_USED": "你已提醒核准人 {most, number} 次，請直接聯絡其中一位。",
  "error.NODE_UNKNOWN": "這個節點不在清查結果中{hasNodes, select, yes {：{nodes}} other {}}。",
  "error.NODE_OFFLINE":
    "節點已離線{hasPingAt, select, yes {，最後一次回報是 {pingAt}} other {}}。現在無法開啟 Shell。",
  "error.STALE_NODE": "節點在申請之後已有變更{hasWhat, select, yes {：{what}} other {}}。請重新申請。",
  "error.WINDOW_TOO_LONG": "太長：最多 {longestSeconds}。",
  "error.WINDOW_TOO_SHORT": "太短：至少 {shortestSeconds}。",
  "error.NOT_PERMITTED_BY_RULE":
    "政策不允許{hasNodes, select, yes {存取 {nodes}} other {}}{hasReasons, select, yes {：{reasons}} other {}}。{why, select, noRule {沒有規則給予您存取權限。} ruleFailed {有規則無法評估，請通知管理員。} other {}}{hasRules, select, yes {（規則：{rules}）} other {}}",
  "error.SELECTOR_EMPTY": "目前沒有節點帶有這些標籤。",
  "error.SELECTOR_TOO_WIDE":
    "這些標籤符合 {count, number} 個節點；上限是 {most, number} 個。請再加上一個標籤。",
  "error.SELECTOR_MISMATCH":
    "這個節點不符合申請：它的標籤、帳戶或區域不同{hasNodes, select, yes {：{nodes}} other {}}。",
  "error.NODES_EXHAUSTED":
    "此存取權同時最多用於 {mostNodes, number} 個節點，目前都在使用中{hasNodes, select, yes {：{nodes}} other {}}。",
  "error.INCIDENT_INVALID": "不符合此入口網站的事件格式{hasPattern, select, yes {（{pattern}）} other {}}。",
  "error.COMMENT_MISSING": "請填寫理由。申請人會看到。",
  "error.NARROWED_TO_NOTHING":
    "沒有節點會留下：另一位核准人選了其他節點{hasBy, select, yes {（{by}）} other {}}。請重新選擇，或拒絕。",
  "error.GRANT_RUNNING":
    "你已有存取權{hasEndsAt, select, yes {，到 {endsAt} 為止} other {}}。請從那裡開啟 Shell。",
  "error.TOO_MANY_WAITING": "你已有 {max} 筆申請在等待決定，這是上限。請撤回不再需要的申請。",
  "error.GRANT_OVER":
    "這項存取權已經結束{hasReason, select, yes {：{reason}} other {}}。若仍有需要，請重新申請。",
  "error.GRANT_NOT_STARTED": "這項存取權從 {startsAt} 開始。",
  "error.NOT_THE_GRANTEE": "這項存取權屬於別人。請自行申請。",
  "error.SESSION_RUNNING": "你在這個節點上已有工作階段。請回到那個 Shell。",
  "error.SESSION_OVER": "這個工作階段已經結束。",
  "error.NOT_YOUR_SESSION": "這是別人的工作階段。",
  "error.POLICY_UNSAFE": "工作階段政策沒有通過檢查，因此沒有開啟 Shell。管理員可以在稽核紀錄中找到原因。",
  "error.DOCUMENT_CHANGED":
    "工作階段文件已被更動{hasDiffers, select, yes {：{differs}} other {}}，記錄可能不完整，因此沒有開啟 Shell。請通知管理員。",
  "error.LOG_DESTINATION_MISSING":
    "政策要求代理程式日誌，但{finding, select, noLog {沒有設定目的地} logGroupMissing {日誌群組不存在} logGroupUnencrypted {日誌群組沒有 KMS 金鑰} logGroupUnread {無法檢查日誌群組} bucketMissing {儲存貯體不存在} bucketUnencrypted {儲存貯體沒有加密} bucketUnread {無法檢查儲存貯體} other {無法檢查}}。因此沒有開啟 Shell。請通知管理員。",
  "error.OBLIGATION_UNMET": "政策的條件未滿足{hasWhat, select, yes {：{what}} other {}}。沒有開啟 Shell。",
  "error.APPROVAL_MISMATCH":
    "這項存取權與核准的內容不同，因此沒有開啟 Shell。請重新申請，並通知管理員：稽核紀錄會說明差異。",
  "error.REASON_MISSING": "請填寫理由。",
  "error.REVIEW_OWN": "你不能審查這個工作階段：你申請過它、開啟過它，或在其中輸入過。",
  "error.REVIEW_CLOSED": "這項審查已經結案。",
  "error.SESSION_STILL_OPEN": "工作階段仍在進行。結束之後才能審查。",
  "error.KEYBOARD_HELD": "你正在另一個視窗中操作這個工作階段。",
  "error.WATCH_ONLY": "你正在觀看，不能在這個工作階段中輸入。",
  "error.VIEW_EXISTS": "你已經有名為「{name}」的檢視。請取代它，或改用其他名稱。",
  "error.TOO_MANY_NOTES": "這個工作階段已有 {most, number} 則註記，無法再新增。",
  "error.NOTE_NOT_OWN": "只有作者可以撤回註記。",
  "error.NOTE_WITHDRAWN": "這則註記已經撤回。",
  "error.TOO_MANY_VIEWS": "這份清單已有 {most, number} 個檢視，請先刪除一個。",
  "error.STALE_EPOCH": "另一個閘道已接手這個工作階段。",
  "error.NOT_DURABLE": "無法寫入錄製內容，因此不再顯示或傳送任何內容。Shell 會等到可以錄製為止。",
  "error.INPUT_NOT_SEALED": "按鍵沒有送出：這個工作階段要保存按鍵，而目前無法加密。請通知管理員。",
  "error.RECORDING_STORE_FULL":
    "沒有空間再錄製另一個 Shell。請通知管理員：資料庫快要滿了。已開啟的 Shell 不受影響。",
  "error.RECORDING_MISSING": "這個工作階段沒有錄製內容。",
  "error.RECORDING_DELETED": "這個工作階段的錄製內容已刪除。",
  "error.DELETION_OWN": "你不能決定這份錄製內容：你申請過這個工作階段，或在其中輸入過。",
  "error.DELETION_SELF_CONFIRMED": "這項刪除是你申請的，必須由另一位管理員確認。",
  "error.DELETION_OVER": "這項刪除已撤回、已過期，或已經確認。",
  "error.DELETION_ASKED": "已經有人申請刪除這份錄製內容。",
  "error.RECORDING_HELD": "這份錄製內容受法務保留。",
  "error.HOLD_LIFT_ASKED": "已經有人申請解除這項法務保留。",
  "error.HOLD_LIFT_SELF_CONFIRMED": "解除這項法務保留是你申請的，必須由另一位審查者或管理員確認。",
  "error.HOLD_LIFT_OVER": "這項法務保留已解除，或解除的申請已撤回或過期。",
  "error.INPUT_NOT_KEPT": "這個工作階段沒有保存按鍵內容。",
  "error.INPUT_OPENING_ASKED": "開啟這些按鍵內容已有人申請，或已經確認。",
  "error.INPUT_OPENING_SELF_CONFIRMED": "開啟這些按鍵內容是你申請的，必須由另一位審查者或管理員確認。",
  "error.INPUT_OPENING_OVER": "這項開啟按鍵內容的申請已撤回、已過期，或已經確認。",
  "error.INPUT_OPENING_OTHERS": "只有同意開啟的兩個人可以下載這些按鍵內容。",
  "error.ASKER_WITHOUT_ROLE": "提出申請的人已不再具備所需的角色。請撤回這項申請，由其他人重新提出。",
  "error.RETENTION_PROPOSED": "這項保留規則已有變更等待確認。",
  "error.RETENTION_SAME": "這就是目前適用的規則。",
  "error.RETENTION_SELF_CONFIRMED": "這項變更是你提出的，必須由另一位管理員確認。",
  "error.RETENTION_OVER": "這項變更已撤回、已過期，或已經確認。",
  "error.REVIEW_STILL_OPEN": "這個工作階段的審查尚未完成。請先完成審查。",
  "error.EVIDENCE_UNSEALED": "這個工作階段的紀錄尚未封存並簽章。請一分鐘後再試。",
  "error.RECORDING_UNREADABLE":
    "這份錄製內容有一部分無法讀取。管理員可以執行稽核驗證工具，找出被更動的部分。",
  "error.SEARCH_BUSY": "目前搜尋太多，請過幾秒再試。",
  "error.EXPORT_BUSY": "目前下載太多，請等其中一個完成後再試。",
  "error.AWS_ACCESS_DENIED":
    "AWS 拒絕了呼叫{hasAction, select, yes { {action}} other {}}。管理員需要檢查帳戶的角色。",
  "error.AWS_THROTTLED": "AWS 正在節流。請幾秒後再試。",
  "error.AWS_NOT_CONNECTED": "節點沒有連線到 Systems Manager。",
  "error.AWS_CLOCK_SKEWED":
    "AWS 拒絕了呼叫，因為閘道的時鐘不準{hasSeconds, select, yes {：相差 {seconds}} other {}}。管理員需要校正主機時間。問題不在角色。",
  "error.AWS_EXPIRED": "這個工作階段的憑證已過期。",
  "error.AWS_NOT_FOUND": "AWS 找不到它{hasWhat, select, yes {：{what}} other {}}。",
  "error.AWS_INVALID": "AWS 認為呼叫無效而拒絕。",
  "error.AWS_UNAVAILABLE": "無法連線到 AWS。請一分鐘後再試。",
  "error.ANCHOR_UNLOCKED": "存放稽核錨點的儲存貯體沒有啟用合規模式的物件鎖定。沒有寫入任何內容。",
  "error.ANCHOR_CONFLICT": "存放稽核錨點的儲存貯體中，錨點的位置已有其他物件。沒有覆寫它。",
  "error.AUTHOR_MISSING":
    "帳戶{hasAccount, select, yes { {account} } other {}}沒有可以建立文件的角色。請設定 authorRoleArn，或自行建立文件。",
  "error.CONFIG_INVALID": "入口網站的設定無效{hasNames, select, yes {：{names}} other {}}。",
  "error.DATABASE_UNAVAILABLE": "無法連線到資料庫。沒有執行任何動作。請一分鐘後再試。",
  "error.GROUPS_OVERAGE":
    "你所屬的群組過多，身分提供者未送出群組。其管理員可以改用應用程式角色，或只送出指派給此應用程式的群組。",
  "error.PROVIDER_MISCONFIGURED":
    "登入設定有誤，重試無法解決。請通知管理員。原因記錄在系統日誌與「設定」頁面。",
  "error.PROVIDER_REFUSED": "身分提供者拒絕了這次登入。請再試一次，或向其管理員確認你是否可以使用此系統。",
  "error.PROVIDER_UNAVAILABLE": "無法連線到身分提供者。請一分鐘後再試。",
  "error.INTERNAL": "發生未預期的錯誤。無法得知動作是否已執行；再試之前請先確認。",
};

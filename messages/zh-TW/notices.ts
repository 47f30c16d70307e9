import type { notices as english } from "../en/notices";
import type { Translation } from "./translation";

/** 與自己有關的通知：鈴鐺、提示，以及看過之前的待辦。 */
export const notices: Translation<typeof english> = {
  "frame.notices": "通知",
  "frame.notices.count": "通知：{count, number} 則未讀",
  "frame.notices.new": "新通知",
  "notice.approved.mine": "{person} 已核准你對 {nodes} 的申請",
  "notice.approved.other": "{person} 也核准了 {requester} 對 {nodes} 的申請",
  "notice.denied.mine": "{person} 已拒絕你對 {nodes} 的申請",
  "notice.denied.other": "{person} 拒絕了你核准過的申請：{requester}，{nodes}",
  "notice.question.mine": "{person} 對你在 {nodes} 的申請有疑問",
  "notice.answer.other": "{person} 回答了你關於 {nodes} 的提問",
  "notice.comment.mine": "{person} 在你對 {nodes} 的申請留言",
  "notice.comment.other": "{person} 在 {nodes} 的申請留言",
  "notice.access-ending": "你對 {nodes} 的存取將在 {time} 結束",
  "notice.outside-session": "有人在 Halligan 之外於 {nodes} 開啟了工作階段",
  "notice.log-alarm": "{requester} 在 {nodes} 的工作階段：節點日誌有異常，請查看",
  "notice.review-due": "{requester} 在 {nodes} 的工作階段須在 {time} 前完成審查",
  "notice.mention": "{person} 在 {requester} 於 {nodes} 的工作階段註記中提到你",
  "notice.mention.nobody": "{person} 在 {nodes} 的工作階段註記中提到你",
  "notice.mention.mine": "{person} 在你於 {nodes} 的工作階段註記中提到你",
  "notice.deletion-asked":
    "{person} 申請刪除 {requester} 在 {nodes} 的工作階段錄製內容，須由另一位管理員確認",
  "notice.lifting-asked": "{person} 申請解除 {requester} 在 {nodes} 的工作階段法務保留，須由另一人確認",
  "notice.opening-asked": "{person} 申請開啟 {requester} 在 {nodes} 的工作階段按鍵內容，須由另一人確認",
  "notice.retention-proposed": "{person} 提議{class}節點錄製內容的保留期限，須由另一位管理員確認",
  "notice.passkey-added": "你的帳號新增了通行密鑰。若不是你本人，請立即移除",
  "notice.none": "沒有新通知。",
  "notice.more": "只列出最新的 {count, number} 則。",
  "notice.seeAll": "全部標示為已讀",
  "notice.sound": "播放提示音",
  "notice.view": "檢視",
  "notice.view.on": "檢視：{sentence}",
  "notice.dismiss": "關閉",
};

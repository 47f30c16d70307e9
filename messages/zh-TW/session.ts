import type { session as english } from "../en/session";
import type { Translation } from "./translation";

/** 工作階段、結束的原因，以及其政策允許的事。 */
export const session: Translation<typeof english> = {
  "pages.sessions.search": "搜尋人員、節點、理由",
  "pages.session": "工作階段",
  "pages.session.end.other":
    "Shell 會立即關閉，使用者會看到你的理由。除非你也結束存取權，否則對方的存取權仍然有效。",
  "pages.session.terminal": "前往終端機",
  "session.state.created": "已建立",
  "session.state.opening": "開啟中",
  "session.state.open": "進行中",
  "session.state.ending": "結束中",
  "session.state.ended": "已結束",
  "session.state.failed": "失敗",
  "end.exited": "已離開 Shell",
  "end.ended-by-person": "由本人結束",
  "end.window-ended": "時段已到",
  "end.ended-by-approver": "由核准人結束",
  "end.ended-by-administrator": "由管理員結束",
  "end.grant-ended": "存取權已收回",
  "end.sign-in-ended": "已登出",
  "end.person-disabled": "人員已被停用",
  "end.role-lost": "此人已不具工程師角色",
  "end.never-used": "未在期限內使用",
  "end.abandoned": "太久沒有人操作鍵盤",
  "end.opening-failed": "無法開啟",
  "end.aws-ended": "由 AWS 結束",
  "end.swept": "由清掃程序結束",
  "policy.start": "在帳戶 {accountId} 的 {region} 中，於 {node} 上啟動 {document}，從 {from} 到 {until}",
  "policy.start.from-approval":
    "在帳戶 {accountId} 的 {region} 中，於 {node} 上啟動 {document}，自核准起 {windowSeconds}",
  "policy.start.from-first-shell":
    "在帳戶 {accountId} 的 {region} 中，於 {node} 上啟動 {document}，自首次開啟 Shell 起 {windowSeconds}；須在核准後 {startWithinSeconds} 內開啟",
  "policy.start.unused":
    "在帳戶 {accountId} 的 {region} 中，於 {node} 上啟動 {document}，自首次開啟 Shell 起 {windowSeconds}，最晚至 {until}",
  "policy.resume.window": "在同一時段內恢復該工作階段",
  "policy.channel.window": "在同一時段內開啟它的通道",
  "policy.resume": "在 {until} 之前恢復該工作階段",
  "policy.terminate": "結束該工作階段",
  "policy.channel": "在 {until} 之前開啟它的通道",
  "policy.nothing-else": "除此之外都不允許",
  "session.imported.person": "入口網站以外的人",
  "session.filter.state": "狀態",
  "session.seats": "目前在場",
  "session.seats.keyboard": "{person} 持有鍵盤",
  "session.seats.watch": "{person} 正在觀看",
  "end.note.OPENING_TIMED_OUT": "開啟花費太久，因此已放棄。AWS 那一端已結束。",
};

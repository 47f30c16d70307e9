import type { inbox as english } from "../en/inbox";
import type { Translation } from "./translation";

/** 等待人處理的事。 */
export const inbox: Translation<typeof english> = {
  "inbox.kind.decision": "決定",
  "inbox.kind.review": "審查",
  "inbox.urgency.overdue": "逾期",
  "inbox.urgency.hour": "一小時內",
  "inbox.urgency.day": "一天內",
  "inbox.urgency.later": "之後",
  "inbox.urgency.never": "沒有期限",
  "inbox.lead": "等待你處理的事，最急的在最上面。",
  "inbox.filter.kind": "種類",
  "inbox.filter.decision": "申請",
  "inbox.filter.review": "審查",
  "inbox.none": "你可以核准的申請和可以審查的工作階段會出現在這裡。",
  "inbox.due": "{duration}後到期",
  "inbox.due.in": "到期倒數",
  "inbox.overdue": "已逾期 {duration}",
  "inbox.left": "剩下 {duration}",
  "inbox.expiring": "即將過期",
  "inbox.review.on": "審閱申請：{person}，{nodes}",
  "inbox.watch.on": "觀看並審查：{person}，{node}",
  "inbox.find.look.on": "檢視申請：{person}，{nodes}",
  "inbox.since": "等待自",
  "inbox.reminded": "已提醒",
  "inbox.escalated": "已上報給 {groups}",
  "inbox.others": "也在等待 {people}",
  "inbox.others.more": "也在等待 {people} 與其他 {count, number} 人",
  "inbox.others.none": "沒有其他人可以處理",
  "inbox.find.decision":
    "還沒有人決定，而你的同意不算數。請找 {groups} 的成員{hasPeople, select, yes {：{people}} other {}}。",
  "inbox.find.review":
    "還沒有人將審查結案，而你不能代為結案。請找 {groups} 的成員{hasPeople, select, yes {：{people}} other {}}。",
  "inbox.find.look": "檢視申請",
  "inbox.selector": "最多 {count, number} 個帶有 {tags} 的節點",
  "inbox.window.first-use": "從第一次使用起 {windowSeconds}",
};

import type { talk as english } from "../en/talk";
import type { Translation } from "./translation";

/** 等待中的申請上的對話、誰看過，以及提醒。 */
export const talk: Translation<typeof english> = {
  "request.talk.question": "提問",
  "request.talk.comment": "新增留言",
  "request.talk.answer": "回答",
  "request.talk.question.title": "詢問 {person}",
  "request.talk.comment.title": "在這項申請留言",
  "request.talk.answer.title": "回答 {person}",
  "request.talk.question.label": "問題",
  "request.talk.comment.label": "留言",
  "request.talk.answer.label": "回答",
  "request.talk.question.hint": "會通知 {person}，申請仍繼續等待決定。",
  "request.talk.comment.hint": "看得到這項申請的人都能讀到。",
  "request.talk.answer.hint": "會通知 {person}。",
  "request.talk.question.send": "送出問題",
  "request.talk.comment.send": "送出留言",
  "request.talk.answer.send": "送出回答",
  "request.talk.missing": "請先輸入內容。",
  "request.talk.asks": "{person} 問：",
  "request.remind": "提醒核准人",
  "request.remind.from": "可提醒時間",
  "request.remind.used": "已提醒 {most, number} 次，請直接聯絡核准人。",
  "request.seen.opened": "{person} 已開啟這項申請",
  "request.seen.signedIn": "{person} 目前已登入。",
  "request.seen.lastSignIn": "{person} 上次登入",
  "request.timeline.openedRequest": "開啟了申請",
  "request.timeline.commented": "留言",
  "request.timeline.asked": "提問",
  "request.timeline.answered": "回答",
  "request.timeline.reminded": "提醒了核准人",
};

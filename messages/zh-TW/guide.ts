import type { guide as english } from "../en/guide";
import type { Translation } from "./translation";

/** 首頁上的初次使用說明。 */
export const guide: Translation<typeof english> = {
  "guide.step.ask": "申請 {node} 上的 Shell",
  "guide.step.approve": "以核准人在手機上讀到的畫面表示同意",
  "guide.step.open": "開啟 Shell，找出塞滿 /var/log 的日誌並刪除，再以 exit 離開",
  "guide.step.review": "重播輸入過的內容，並將審查結案",
  "guide.step.audit": "在稽核中查看全部經過",
  "guide.who.ask": "Ana",
  "guide.who.approve": "Ben",
  "guide.who.open": "Ana",
  "guide.who.review": "Cleo",
  "guide.who.audit": "Dov",
  "guide.title": "{node} 的磁碟滿了",
  "guide.lead": "寫入失敗，只有 Shell 能解決。五個步驟、四個人：請輪流扮演他們。",
  "guide.over": "磁碟又有空間了：有人申請、有人核准、全程錄製、事後審查，並留有稽核紀錄。",
  "guide.as": "以 {name} 的身分",
  "guide.become": "以 {name} 登入",
  "guide.go": "前往",
  "guide.done": "完成",
  "guide.next": "下一步",
  "guide.todo": "尚未",
  "guide.hide": "隱藏",
  "guide.show": "顯示入門步驟",
  "guide.how.title": "運作方式",
  "guide.how.1": "你申請一台機器的 Shell：為什麼、要多久。",
  "guide.how.2": "由另一個人表示同意，並清楚知道允許了什麼。",
  "guide.how.3": "你在這裡開啟終端機。畫面上的一切在你看到之前就已錄製。",
  "guide.how.4": "時段結束時它會自行關閉，再由審查人結案。",
};

import type { lastResort as english } from "../en/last-resort";
import type { Translation } from "./translation";

/** 貼在牆上的卡片：入口網站停擺時如何登入節點。 */
export const lastResort: Translation<typeof english> = {
  "lastResort.title": "最後手段卡",
  "lastResort.lead":
    "請列印本頁，貼在值班工程師不用 Halligan 也找得到的地方。帳戶、文件或角色變更後請重新列印。",
  "lastResort.print": "列印卡片",
  "lastResort.heading": "Halligan 停擺，而你現在就需要 Shell",
  "lastResort.when":
    "僅限無法連上 Halligan 或 Halligan 開不了 Shell 時使用。你需要裝有 Session Manager 外掛程式的 AWS CLI、最後手段專用的存取金鑰，以及你的 MFA 權杖。",
  "lastResort.alarm": "每次使用都會發出警示。動手前請先告知同事。",
  "lastResort.step.place": "1. 選擇帳戶與區域",
  "lastResort.step.profile": "2. 建立設定檔；會要求輸入你的存取金鑰",
  "lastResort.step.find": "3. 找到節點；第一個指令會要求輸入權杖的驗證碼",
  "lastResort.step.open": "4. 開啟 Shell；用 exit 離開",
  "lastResort.step.again": "5. 連線中斷時：找到你的工作階段，恢復或結束它",
  "lastResort.none": "這裡沒有設定最後手段角色。",
  "lastResort.recorded": "會記錄什麼",
  "lastResort.recorded.yes":
    "CloudTrail 會記下誰在何時、為了什麼開啟了什麼。節點上的代理程式會記錄畫面內容。",
  "lastResort.recorded.no": "不會記錄：核准，以及你輸入但未顯示的內容。請寫下你做了什麼、為什麼這麼做。",
  "lastResort.after": "Halligan 恢復後，會找到你的工作階段並開啟審查。請在審查中補上你的筆記。",
  "lastResort.made": "{at} 由 {origin} 列印。",
  "lastResort.renew": "超過三個月了嗎？請更換。",
};

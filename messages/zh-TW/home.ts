import type { home as english } from "../en/home";
import type { Translation } from "./translation";

/** 首頁的其他字詞，以及框架中即時通道的標示。 */
export const home: Translation<typeof english> = {
  "live.polling": "每 15 秒",
  "live.polling.hint": "即時通道中斷；此頁每 15 秒重新讀取一次。",
  "live.signed-out": "已登出",
  "live.signed-out.hint": "你的登入已結束；眼前的內容不再更新。",
  "home.waiting.all": "全部 {count} 項",
  "home.waiting.many": "超過 {count} 項",
  "home.open.useBy": "請於此時間內開啟",
  "home.open.then": "之後 {windowSeconds}",
  "home.open.end": "結束對 {nodes} 的存取權",
  "home.open.goOn": "繼續使用 {node} 上的 Shell",
  "home.open.shell": "在 {node} 上開啟 Shell",
  "home.open.look": "查看",
  "home.open.at": "在 {nodes} 上開啟",
};

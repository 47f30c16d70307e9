import type { grant as english } from "../en/grant";
import type { Translation } from "./translation";

/** 核准的存取權及其時段。 */
export const grant: Translation<typeof english> = {
  "grant.open": "在 {node} 上開啟 Shell",
  "grant.goOn": "返回 {node} 的 Shell",
  "grant.end": "結束存取",
  "grant.end.title": "結束對 {nodes} 的存取？",
  "grant.end.reason": "理由",
  "grant.end.consequence": "開啟中的 Shell 會立即關閉，也不能再開啟新的。",
  "grant.byRule": "由政策授予",
  "grant.return": "返回 Shell",
};

import type { grant as english } from "../en/grant";
import type { Translation } from "./translation";

/** 核准的存取權及其時段。 */
export const grant: Translation<typeof english> = {
  "grant.running": "有效",
  "grant.over": "已結束",
  "grant.until": "存取權到",
  "grant.useBy": "請在此之前開啟 Shell：",
  "grant.useBy.then": "之後有 {windowSeconds}",
  "grant.title": "存取權",
  "grant.open": "在 {node} 上開啟 Shell",
  "grant.goOn": "繼續使用 {node} 上的 Shell",
  "grant.end": "結束存取權",
  "grant.end.title": "結束對 {nodes} 的存取權",
  "grant.end.reason": "為什麼",
  "grant.end.consequence": "其下開啟中的 Shell 會立即關閉，也不能再開啟新的。",
  "grant.approvedBy": "由 {people} 核准",
  "grant.byRule": "依規則",
  "grant.ended": "存取權已結束{hasReason, select, yes {：{reason}} other {}}",
};

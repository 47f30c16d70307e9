import type { passkeys as english } from "../en/passkeys";
import type { Translation } from "./translation";

/** 個人的通行密鑰，以及決定或開啟前的確認。 */
export const passkeys: Translation<typeof english> = {
  "frame.passkeys": "通行密鑰",
  "passkeys.title": "通行密鑰",
  "passkeys.lead": "通行密鑰以指紋、臉部或裝置密碼 確認是你本人。部分存取權在核准與開啟 Shell 時都需要它。",
  "passkeys.none": "尚無通行密鑰",
  "passkeys.none.what": "現在就新增，需要時才用得上。",
  "passkeys.added": "新增於",
  "passkeys.used": "使用於",
  "passkeys.unused": "從未使用",
  "passkeys.synced": "在你的裝置間共用",
  "passkeys.waits": "生效時間",
  "passkeys.add": "新增通行密鑰",
  "passkeys.add.first": "新增第一個通行密鑰時，身分提供者會先確認你的身分，之後回到這裡。",
  "passkeys.add.wait": "它會在 {waitSeconds} 後生效，你也會收到通知。",
  "passkeys.again.done": "已確認是你本人。請在兩分鐘內新增通行密鑰。",
  "passkeys.name": "名稱",
  "passkeys.name.usual": "通行密鑰 {number, number}",
  "passkeys.rename": "重新命名",
  "passkeys.rename.title": "重新命名 {name}",
  "passkeys.remove": "移除",
  "passkeys.remove.title": "移除 {name}？",
  "passkeys.remove.what": "它將無法再確認任何事。這必須由你的一個通行密鑰確認。",
  "passkeys.remove.waits": "它尚未生效，移除後也不會生效。",
  "stepUp.signIn": "重新登入",
  "stepUp.notAnswered": "通行密鑰沒有回應：已取消、逾時，或不在此裝置上。沒有遺失任何內容，請再試一次。",
};

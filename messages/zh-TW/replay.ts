import type { replay as english } from "../en/replay";
import type { Translation } from "./translation";

/** 播放器：按鍵、時間軸、標記。 */
export const replay: Translation<typeof english> = {
  "replay.play": "播放",
  "replay.pause": "暫停",
  "replay.position": "位置",
  "replay.positionText": "{duration}中的 {relative}，{utc}",
  "replay.copyLink": "此時刻的連結",
  "replay.fullscreen": "全螢幕",
  "replay.help": "播放器的按鍵",
  "replay.key.play": "播放與暫停",
  "replay.key.fullscreen": "全螢幕",
  "replay.key.seconds": "後退與前進 5 秒",
  "replay.key.tenth": "後退與前進十分之一",
  "replay.key.digits": "跳到 0 %、10 % … 90 %",
  "replay.key.frame": "後退與前進一格",
  "replay.key.marks": "前一個與後一個標記",
  "replay.key.speed": "放慢與加快",
  "replay.key.help": "顯示這些按鍵",
  "replay.marks": "標記",
  "replay.mark.connected": "Shell 已就緒",
  "replay.mark.reconnected": "與 AWS 恢復連線",
  "replay.mark.lost": "與 AWS 的連線中斷",
  "replay.mark.taken-over": "另一個視窗取得鍵盤",
  "replay.mark.attached": "有人取得鍵盤",
  "replay.mark.detached": "鍵盤已放開",
  "replay.mark.warned": "最後一分鐘開始",
  "replay.mark.ended": "結束",
  "replay.mark.gap": "缺少輸出：訊框 {from} 到 {to}",
  "replay.mark.size": "畫面 {cols} × {rows}",
  "replay.mark.at": "{mark}，{time}",
};

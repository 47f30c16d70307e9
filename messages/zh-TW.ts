import type { MessageCode } from "./translate";
import { words } from "./zh-TW/words";

/** 以代碼對應的所有繁體中文（臺灣）句子；尚未翻譯的，由英文補上。用語見 zh-TW/glossary.md。 */
export const zhTW: Partial<Record<MessageCode, string>> = {
  ...words,
};

import type { MessageCode } from "./codes";
import { audit, auditActs } from "./zh-TW/audit";
import { errors } from "./zh-TW/errors";
import { guide } from "./zh-TW/guide";
import { home } from "./zh-TW/home";
import { inbox } from "./zh-TW/inbox";
import { lists } from "./zh-TW/lists";
import { pages } from "./zh-TW/pages";
import { people } from "./zh-TW/people";
import { replay } from "./zh-TW/replay";
import { requests } from "./zh-TW/request";
import { reviews } from "./zh-TW/node";
import { sessions } from "./zh-TW/session";
import { settings } from "./zh-TW/settings";
import { terminal } from "./zh-TW/terminal";
import { words } from "./zh-TW/common";

/** 以代碼對應的所有繁體中文（臺灣）句子；尚未翻譯的由英文補上。用語見 zh-TW/glossary.md。 */
export const zhTW: Partial<Record<MessageCode, string>> = {
  ...errors,
  ...audit,
  ...auditActs,
  ...words,
  ...pages,
  ...requests,
  ...sessions,
  ...terminal,
  ...replay,
  ...reviews,
  ...inbox,
  ...home,
  ...guide,
  ...lists,
  ...people,
  ...settings,
};

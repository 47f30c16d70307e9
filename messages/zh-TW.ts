import type { MessageCode } from "./codes";
import { audit, auditList } from "./zh-TW/audit";
import { auditActs } from "./zh-TW/audit-acts";
import { common } from "./zh-TW/common";
import { delivery } from "./zh-TW/delivery";
import { errors } from "./zh-TW/errors";
import { glass } from "./zh-TW/glass";
import { grade } from "./zh-TW/grade";
import { grant } from "./zh-TW/grant";
import { home } from "./zh-TW/home";
import { inbox } from "./zh-TW/inbox";
import { lastResort } from "./zh-TW/last-resort";
import { lists } from "./zh-TW/lists";
import { node } from "./zh-TW/node";
import { notices } from "./zh-TW/notices";
import { outside } from "./zh-TW/outside";
import { passkeys } from "./zh-TW/passkeys";
import { people } from "./zh-TW/people";
import { policy } from "./zh-TW/policy";
import { replay } from "./zh-TW/replay";
import { request } from "./zh-TW/request";
import { retention } from "./zh-TW/retention";
import { review } from "./zh-TW/review";
import { search } from "./zh-TW/search";
import { session } from "./zh-TW/session";
import { settings } from "./zh-TW/settings";
import { talk } from "./zh-TW/talk";
import { terminal } from "./zh-TW/terminal";

/** 以代碼對應的所有繁體中文（臺灣）句子；尚未翻譯的由英文補上。用語見 zh-TW/glossary.md。 */
export const zhTW: Partial<Record<MessageCode, string>> = {
  ...errors,
  ...audit,
  ...auditActs,
  ...auditList,
  ...common,
  ...lists,
  ...node,
  ...request,
  ...talk,
  ...search,
  ...glass,
  ...grant,
  ...session,
  ...terminal,
  ...replay,
  ...retention,
  ...review,
  ...grade,
  ...inbox,
  ...lastResort,
  ...notices,
  ...delivery,
  ...home,
  ...outside,
  ...passkeys,
  ...people,
  ...policy,
  ...settings,
};

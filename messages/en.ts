import { audit, auditList } from "./en/audit";
import { auditActs } from "./en/audit-acts";
import { common } from "./en/common";
import { delivery } from "./en/delivery";
import { errors } from "./en/errors";
import { glass } from "./en/glass";
import { grade } from "./en/grade";
import { grant } from "./en/grant";
import { home } from "./en/home";
import { inbox } from "./en/inbox";
import { lastResort } from "./en/last-resort";
import { lists } from "./en/lists";
import { node } from "./en/node";
import { notices } from "./en/notices";
import { outside } from "./en/outside";
import { passkeys } from "./en/passkeys";
import { people } from "./en/people";
import { policy } from "./en/policy";
import { replay } from "./en/replay";
import { request } from "./en/request";
import { retention } from "./en/retention";
import { review } from "./en/review";
import { search } from "./en/search";
import { session } from "./en/session";
import { settings } from "./en/settings";
import { talk } from "./en/talk";
import { terminal } from "./en/terminal";

/** Every sentence in English, by code. A code's first part says where it stands. */
export const en = {
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
} as const;

import { audit, auditActs } from "./en/audit";
import { errors } from "./en/errors";
import { guide } from "./en/guide";
import { home } from "./en/home";
import { inbox } from "./en/inbox";
import { lists } from "./en/lists";
import { pages } from "./en/pages";
import { people } from "./en/people";
import { replay } from "./en/replay";
import { requests } from "./en/request";
import { reviews } from "./en/node";
import { sessions } from "./en/session";
import { settings } from "./en/settings";
import { terminal } from "./en/terminal";
import { words } from "./en/common";

/** Every sentence in English, by code. A code's first part says where it stands. */
export const en = {
  ...errors,
  ...audit,
  ...auditActs,
  ...words,
  ...lists,
  ...pages,
  ...requests,
  ...sessions,
  ...terminal,
  ...replay,
  ...reviews,
  ...inbox,
  ...home,
  ...guide,
  ...people,
  ...settings,
} as const;

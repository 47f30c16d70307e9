import { audit, auditActs } from "./en/audit";
import { errors } from "./en/errors";
import { guide } from "./en/guide";
import { home } from "./en/home";
import { inbox } from "./en/inbox";
import { lists } from "./en/lists";
import { pages } from "./en/pages";
import { people } from "./en/people";
import { replay } from "./en/replay";
import { requests } from "./en/requests";
import { reviews } from "./en/reviews";
import { sessions } from "./en/sessions";
import { settings } from "./en/settings";
import { terminal } from "./en/terminal";
import { words } from "./en/words";

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

import { audit, auditActs } from "./en/audit";
import { errors } from "./en/errors";
import { pages } from "./en/pages";
import { requests } from "./en/requests";
import { reviews } from "./en/reviews";
import { sessions } from "./en/sessions";
import { words } from "./en/words";

/** Every sentence in English, by code. A code's first part says where it stands. */
export const en = {
  ...errors,
  ...audit,
  ...auditActs,
  ...words,
  ...pages,
  ...requests,
  ...sessions,
  ...reviews,
} as const;

import type { Login } from "./database";
import type { LoginPrivileges } from "./privileges";
import { GATEWAY } from "./privileges-of/gateway";
import { JOBS } from "./privileges-of/jobs";
import { WEB } from "./privileges-of/web";

/**
 * What each process's login may do, table by table and column by column: written by hand, from what the process's own
 * statements need. Whoever adds a table, a column or a statement says here who may what; prisma/grants.sql must agree.
 */
export const EXPECTED: Readonly<Record<Login, LoginPrivileges>> = { web: WEB, gateway: GATEWAY, jobs: JOBS };

import { IDENTITY_PROGRAMS } from "./identity";
import { LOAD_PROGRAMS } from "./load";
import { PATH_PROGRAMS } from "./paths";
import { SERVICE_PROGRAMS } from "./services";

/** The programs that stand for a node's own, by name: POSIX shell over the files of the node's folder. */
export const PROGRAMS: Record<string, string> = {
  ...PATH_PROGRAMS,
  ...IDENTITY_PROGRAMS,
  ...LOAD_PROGRAMS,
  ...SERVICE_PROGRAMS,
};

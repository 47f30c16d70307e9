const MEGABYTE = 1024 * 1024;
/** From here on no shell is opened: the rest is for those that are. */
const FULL_PERCENT = 90;
/** From here on people are told. */
const NEARLY_FULL_PERCENT = 80;

/** How full the database is. */
export interface Room {
  state: "enough" | "nearly-full" | "full";
  percent: number;
}

/** @param limitMegabytes how large the database may become; one is 1024 × 1024 bytes */
export function roomIn(bytes: number, limitMegabytes: number): Room {
  const percent = Math.floor((100 * bytes) / (limitMegabytes * MEGABYTE));
  const state = percent >= FULL_PERCENT ? "full" : percent >= NEARLY_FULL_PERCENT ? "nearly-full" : "enough";
  return { state, percent };
}

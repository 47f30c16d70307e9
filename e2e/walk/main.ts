import { measureWalk } from "./measure";
import { missed, reportWalk } from "./report";

/** What `npm run walk` calls. */
export async function walk(...measured: Parameters<typeof measureWalk>) {
  const figures = await measureWalk(...measured);
  return { figures, report: reportWalk(figures), isWithin: missed(figures).length === 0 };
}

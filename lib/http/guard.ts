import { AppError } from "@/lib/kernel/errors";
import { isHostOf, mayRead, mayWrite } from "@/lib/kernel/origin";

/**
 * Lets a cookie-authenticated write through only when it names our host and comes from our own pages.
 * @throws AppError FOREIGN_HOST | FOREIGN_ORIGIN
 */
export function checkWrite(headers: Headers, publicOrigin: string): void {
  const header = (name: string) => headers.get(name);
  if (!isHostOf(publicOrigin, header)) throw new AppError("FOREIGN_HOST", "the host is not ours");
  const verdict = mayWrite(header, { from: publicOrigin, to: publicOrigin });
  if (!verdict.ok) throw new AppError(verdict.code, "the page that asks is not ours");
}

/**
 * Lets a cookie-authenticated read through only when it names our host and a page of ours, or the person at the
 * address bar, asks for it.
 * @throws AppError FOREIGN_HOST | FOREIGN_ORIGIN
 */
export function checkRead(headers: Headers, publicOrigin: string): void {
  const header = (name: string) => headers.get(name);
  if (!isHostOf(publicOrigin, header)) throw new AppError("FOREIGN_HOST", "the host is not ours");
  const verdict = mayRead(header, { from: publicOrigin, to: publicOrigin });
  if (!verdict.ok) throw new AppError(verdict.code, "the page that asks is not ours");
}

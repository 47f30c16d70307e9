import type { Page, PageRequest } from "../db/paging";
import type { PersonActor } from "../kernel/actor";
import type { ReviewFilters, ReviewRow } from "./views";

/**
 * Reviews the viewer may see: with `state: "open"` by what is due first, otherwise the latest due first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listReviews(
  _viewer: PersonActor,
  _filters: ReviewFilters = {},
  _page: PageRequest = {},
): Promise<Page<ReviewRow>> {
  throw new TypeError("not built yet");
}

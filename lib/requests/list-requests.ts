import type { Page, PageRequest } from "../db/paging";
import type { PersonActor } from "../kernel/actor";
import type { RequestFilters, RequestRow } from "./views";

/**
 * Requests the viewer may see, newest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT
 */
export async function listRequests(
  _viewer: PersonActor,
  _filters: RequestFilters = {},
  _page: PageRequest = {},
): Promise<Page<RequestRow>> {
  throw new TypeError("not built yet");
}

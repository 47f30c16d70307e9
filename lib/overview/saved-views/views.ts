/** The lists of which a person can save views. */
export const SAVED_LISTS = ["nodes", "requests", "sessions", "reviews", "audit"] as const;
export type SavedList = (typeof SAVED_LISTS)[number];

/** The name in a list's address by which the view is known that was opened there. */
export const VIEW_PARAM = "view";

/** What an address says of a list's filters and order, each name once. */
export type ViewQuery = Readonly<Record<string, string>>;

/** The filters and the order of a list that somebody gave a name, for themselves. */
export interface SavedView {
  id: string;
  name: string;
  /** The query of the list's address, as far as this release understands it. */
  query: ViewQuery;
}

/** What a list's page shows of saved views. */
export interface SavedViews {
  list: SavedList;
  /** By name. */
  views: readonly SavedView[];
  /** What would be saved now; null while neither a filter nor an order is chosen. */
  current: ViewQuery | null;
  /** The view that the list shows. */
  shownId: string | null;
  /** The view that was opened before filters were changed: the one that can be updated. */
  editedId: string | null;
  /** Whether there are as many as there may be. */
  isFull: boolean;
}

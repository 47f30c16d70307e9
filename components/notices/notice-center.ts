import type { NoticeList, NoticeRow } from "@/lib/overview/notices/views";

export interface NoticeCalls {
  /** What is unseen now. @returns undefined when nobody answers */
  read: () => Promise<NoticeList | undefined>;
  /** These were seen. @returns whether that was kept */
  see: (noticeIds: readonly string[]) => Promise<boolean>;
}

export interface NoticeState {
  list: NoticeList;
  /** Those that came while this page was open and were not put away, newest first. */
  arrived: readonly NoticeRow[];
}

/** Of more than are listed, what is so much older than the newest was there before, though it was not listed. */
const SLACK_MS = 60_000;

/** What a person was told, as this page knows it: there from the start, or come while it is open. */
export class NoticeCenter {
  readonly #calls: NoticeCalls;
  readonly #known: Set<string>;
  /** Epoch milliseconds, by the database's clock as the rows are. */
  #since = Number.NEGATIVE_INFINITY;
  readonly #listeners = new Set<() => void>();
  readonly #onArrived: (rows: readonly NoticeRow[]) => void;
  #state: NoticeState;
  #isReading = false;
  #isDue = false;

  /** @param initial what was unseen when the page was drawn: none of that is new */
  constructor(initial: NoticeList, calls: NoticeCalls, onArrived: (rows: readonly NoticeRow[]) => void) {
    this.#calls = calls;
    this.#onArrived = onArrived;
    this.#known = new Set(initial.rows.map(({ id }) => id));
    this.#state = { list: initial, arrived: [] };
    this.#remember(initial);
  }

  /** For React: listens to changes of the state. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  read = (): NoticeState => this.#state;

  /** Something was told, or seen elsewhere: reads again, once for all that is heard meanwhile. */
  told = async (): Promise<void> => {
    this.#isDue = true;
    if (this.#isReading) return;
    this.#isReading = true;
    while (this.#isDue) {
      this.#isDue = false;
      const list = await this.#calls.read();
      if (list) this.#take(list);
    }
    this.#isReading = false;
  };

  /** Seen: gone at once, and back when it could not be kept. */
  see = async (noticeIds: readonly string[]): Promise<void> => {
    if (noticeIds.length === 0) return;
    const without = (rows: readonly NoticeRow[]) => rows.filter(({ id }) => !noticeIds.includes(id));
    const { list, arrived } = this.#state;
    this.#change({ list: { ...list, rows: without(list.rows) }, arrived: without(arrived) });
    if (!(await this.#calls.see(noticeIds)) || list.hasMore) await this.told();
  };

  /** Puts a toast away: what it says stays unseen. */
  dismiss = (noticeId: string): void => {
    const { list, arrived } = this.#state;
    this.#change({ list, arrived: arrived.filter(({ id }) => id !== noticeId) });
  };

  #take(list: NoticeList): void {
    const fresh = list.rows.filter(
      ({ id, at }) => !this.#known.has(id) && new Date(at).getTime() > this.#since,
    );
    this.#remember(list);
    const unseen = new Set(list.rows.map(({ id }) => id));
    const before = this.#state.arrived.filter(({ id }) => unseen.has(id));
    this.#change({ list, arrived: [...fresh, ...before] });
    if (fresh.length > 0) this.#onArrived(fresh);
  }

  #remember({ rows, hasMore }: NoticeList): void {
    for (const { id } of rows) this.#known.add(id);
    const [newest] = rows;
    if (hasMore && newest) this.#since = new Date(newest.at).getTime() - SLACK_MS;
  }

  #change(state: NoticeState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

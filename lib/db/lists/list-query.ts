import { Prisma } from "../generated/client";

type Sql = Prisma.Sql;
const { sql } = Prisma;

/**
 * A list as a query: which rows, in which order. PostgreSQL plans `ORDER BY … LIMIT 30` with a filter by guessing how
 * rare what is looked for is; when it guesses wrong it reads the whole table, row by row, in order. Here nothing is
 * guessed: the newest rows are looked through first, a bounded number, and what is not frequent among them is rare
 * enough to be collected through its own indexes and sorted.
 */
export interface ListQuery {
  /** The table with its alias: `requests r`. */
  from: Sql;
  alias: Sql;
  /** What the order and the cursor go by, of the alias: `r.created_at`; then its id. */
  key: Sql;
  keyType: Sql;
  /** Whether the list begins with the smallest key (what is due first) or with the largest (the newest). */
  startsAt: "smallest" | "largest";
  /** Conditions that an index whose next columns are (key, id) answers. */
  ordered: readonly Sql[];
  /** All other conditions. */
  others: readonly Condition[];
}

/** A condition in two forms with one meaning. */
export interface Condition {
  /** Asked of one row after the other. */
  perRow: Sql;
  /**
   * A select of the ids of all rows that fulfil it, where indexes can collect them and `perRow` would hide that: a
   * union for what is an "or" over several tables, whose sizes the planner knows one by one and not together.
   */
  ids?: Sql;
}

/** Where a list begins that is ordered as an address says: "-" stands before what begins with the largest. */
export function startOf(sort: string): ListQuery["startsAt"] {
  return sort.startsWith("-") ? "largest" : "smallest";
}

/** The same list from its other end. */
export function reversed(query: ListQuery): ListQuery {
  return { ...query, startsAt: query.startsAt === "smallest" ? "largest" : "smallest" };
}

/**
 * `exists` for a condition that is asked of one row after the other. OFFSET keeps the planner from first collecting
 * all that would fulfil it: for a thousand rows that looks cheaper to it, and reads a whole table for one page.
 * @param found what follows `select`: `from … where …`
 */
export function existsPerRow(found: Sql): Sql {
  return sql`exists (select ${found} offset 0)`;
}

/** How a kind of row is hashed. */
export interface Content {
  /** The rows there are: `key` (by which the event is found, and which a fault names) and `content`, a jsonb. */
  rows: string;
  /** The events that speak of them: `e` is the event; an expression that equals the row's `key`. */
  eventKey: string;
  eventWhere: string;
  /** Of several events the last one speaks; where false, one event is all there may be. */
  isRepeated: boolean;
}

/** SQL for an instant as it is hashed. */
export const instant = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
/** SQL for a member that is there only where the column has a value: rows of before it came are hashed as they were. */
export const ifAny = (name: string, column: string) =>
  `case when ${column} is null then '{}'::jsonb else jsonb_build_object('${name}', ${column}) end`;
/** SQL for which events speak of a row. */
export const done = (...codes: string[]) =>
  `e.outcome = 'done' and e.code in (${codes.map((code) => `'${code}'`).join(", ")})`;

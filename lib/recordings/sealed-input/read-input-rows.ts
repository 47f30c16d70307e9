import { reading } from "@/lib/db/client";
import { findInputRows } from "./input-store";
import type { InputRow } from "./open-input";

const PAGE = 500;

/** A session's ranges of input and sizes in the order in which they were written, page by page. */
export async function* readInputRows(sessionId: string): AsyncGenerator<InputRow> {
  for (let after = 0n; ; ) {
    const rows = await findInputRows(reading(), sessionId, { after, limit: PAGE });
    yield* rows;
    const last = rows[rows.length - 1];
    if (!last || rows.length < PAGE) return;
    after = BigInt(last.id);
  }
}

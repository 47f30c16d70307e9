/** What came of something that a person set off: done, or one sentence that says why not. */
export type Outcome = { ok: true } | { ok: false; sentence: string };

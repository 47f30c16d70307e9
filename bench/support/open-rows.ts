import { inTransaction } from "@/lib/db/client";
import { searchGrants } from "@/lib/grants/read-store";
import { lockDue as lockDueGrants } from "@/lib/grants/store";
import {
  countWaitingByKind,
  findDecisionsFirst,
  findWaiting,
  lockDue as lockDueItems,
} from "@/lib/inbox/store";
import { lockLapsed } from "@/lib/requests/store";
import { findUnconfirmed } from "@/lib/sessions/sweeping/sweep-store";

const LIMIT = 100;
const reviewer = { id: "per_00000000000000000000009999", groups: ["security-review"] };

/** What is asked again and again of what is open, whatever the history: each with the table that it must not read. */
export const OPEN: Readonly<Record<string, { table: string; load: () => Promise<unknown> }>> = {
  "what waits for a person": {
    table: "inbox_items",
    load: () => inTransaction((tx) => findWaiting(tx, reviewer, {}, { after: null, limit: LIMIT })),
  },
  "what waits for a person, decisions first": {
    table: "inbox_items",
    load: () => inTransaction((tx) => findDecisionsFirst(tx, reviewer, LIMIT)),
  },
  "how much waits for a person": {
    table: "inbox_items",
    load: () => inTransaction((tx) => countWaitingByKind(tx, reviewer)),
  },
  "what is to be reminded of": {
    table: "inbox_items",
    load: () => inTransaction((tx) => lockDueItems(tx, "remind", new Date(), LIMIT)),
  },
  "what is to be escalated": {
    table: "inbox_items",
    load: () => inTransaction((tx) => lockDueItems(tx, "escalate", new Date(), LIMIT)),
  },
  "requests that lapse": {
    table: "requests",
    load: () => inTransaction((tx) => lockLapsed(tx, new Date(), LIMIT)),
  },
  "grants that end": {
    table: "grants",
    load: () => inTransaction((tx) => lockDueGrants(tx, new Date(), LIMIT)),
  },
  "grants that run": {
    table: "grants",
    load: () =>
      inTransaction((tx) => searchGrants(tx, "running", null, { at: new Date(), after: null, limit: LIMIT })),
  },
  "sessions that the sweep looks at": {
    table: "sessions",
    load: () => inTransaction((tx) => findUnconfirmed(tx)),
  },
};

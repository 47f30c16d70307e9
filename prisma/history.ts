/** The demo's people as its identity provider knows them; their groups are read again when they sign in. */
export const PEOPLE = [
  { subject: "ana", name: "Ana Duarte", groups: ["engineers", "payments-oncall"] },
  { subject: "ben", name: "Ben Okafor", groups: ["engineers", "sre-leads"] },
  { subject: "fay", name: "Fay Tanaka", groups: ["halligan-admins", "platform-leads"] },
];

export interface PastRequest {
  asker: string;
  node: string;
  justification: string;
  incident: string | null;
  windowSeconds: number;
  hoursAgo: number;
  outcome: "approved" | "denied" | "withdrawn" | "lapsed";
  /** How long it waited; a lapse has the configured length. */
  closedAfterSeconds: number;
  /** Null: the rule asked for nobody. */
  decider: string | null;
  comment: string | null;
}

/** The second chapter begins with it: Ana requests the same again, with the same words. */
export const DENIED_LATELY: PastRequest = {
  asker: "ana",
  node: "billing-batch-1",
  justification:
    "Billing has not run since the machine restarted; I want to see whether an old lock file stops it.",
  incident: "INC-2047",
  windowSeconds: 1800,
  hoursAgo: 50 / 60,
  outcome: "denied",
  closedAfterSeconds: 390,
  decider: "ben",
  comment: "The next run may still start by itself. Request again if it doesn't.",
};

/** What is written on the request that Ana makes after that denial: it waits, and so does its question. */
export const TALK = {
  comment: "Finance is waiting for this run, so I'm keeping an eye on it.",
  question: "Does another job on this machine use the same lock file?",
};

/** What happened before this demo began. No sessions: a shell that never was would have no evidence. */
export const HISTORY: readonly PastRequest[] = [
  {
    asker: "ana",
    node: "payments-api-2",
    justification: "Refunds have stopped; the queue on this node grows and I want to see what holds it.",
    incident: "INC-2031",
    windowSeconds: 1800,
    hoursAgo: 6 * 24 + 3,
    outcome: "denied",
    closedAfterSeconds: 240,
    decider: "ben",
    comment: "The restart runbook covers this. Ask again if the queue still grows afterwards.",
  },
  {
    asker: "ben",
    node: "edge-proxy-1",
    justification: "Handshakes fail for one customer network, need to look at the listener.",
    incident: "INC-2034",
    windowSeconds: 900,
    hoursAgo: 4 * 24 + 9,
    outcome: "withdrawn",
    closedAfterSeconds: 95,
    decider: null,
    comment: null,
  },
  {
    asker: "ana",
    node: "search-1",
    justification: "Search answers are empty after the deploy; compare the running configuration.",
    incident: "INC-2036",
    windowSeconds: 1800,
    hoursAgo: 3 * 24 + 14,
    outcome: "lapsed",
    closedAfterSeconds: 0,
    decider: null,
    comment: null,
  },
  {
    asker: "ben",
    node: "payments-api-2",
    justification: "Card settlement is late, check whether the worker still holds yesterday's file.",
    incident: "INC-2040",
    windowSeconds: 1200,
    hoursAgo: 2 * 24 + 5,
    outcome: "approved",
    closedAfterSeconds: 60,
    decider: "fay",
    comment: null,
  },
  {
    asker: "ana",
    node: "ledger-3",
    justification: "Nightly reconciliation did not start on staging.",
    incident: null,
    windowSeconds: 1800,
    hoursAgo: 27,
    outcome: "approved",
    closedAfterSeconds: 0.02,
    decider: null,
    comment: null,
  },
  {
    asker: "ana",
    node: "warehouse-etl-2",
    justification: "The import reads one file again and again since midnight; which line stops it?",
    incident: "INC-2045",
    windowSeconds: 900,
    hoursAgo: 9,
    outcome: "lapsed",
    closedAfterSeconds: 0,
    decider: null,
    comment: null,
  },
  DENIED_LATELY,
];

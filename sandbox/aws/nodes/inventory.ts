import type { NodeRow } from "../session-port";
import { EDGE_PROXY } from "./seeds/edge-proxy";
import { LEDGER } from "./seeds/ledger";
import { PAYMENTS_API } from "./seeds/payments-api";
import { SEARCH } from "./seeds/search";

/** One file of a node's tree when the node is first laid down. */
export interface SeedFile {
  /** Relative to the node's folder. */
  path: string;
  /** Text, or a size to fill with copies of a line (a log that ran away). */
  content: string | { repeat: string; bytes: number };
  executable?: boolean;
}

/** A machine of the account: what AWS says of it, and what lies on it. */
export interface NodeSeed {
  row: NodeRow;
  /** @param now epoch milliseconds at which the node is laid down; logs and certificates are dated by it */
  files(now: number): SeedFile[];
}

/** The machines of a new account. */
export const SEEDED_NODES: readonly NodeSeed[] = [PAYMENTS_API, LEDGER, SEARCH, EDGE_PROXY];

import type { NodeRow } from "../sessions/session-port";
import { BILLING_BATCH } from "./seeds/billing-batch";
import { CHECKOUT_WEB } from "./seeds/checkout-web";
import { EDGE_PROXY } from "./seeds/edge-proxy";
import { EVENTS_GATEWAY } from "./seeds/events-gateway";
import { FAILING_NODES } from "./seeds/failing";
import { FEATURE_STORE } from "./seeds/feature-store";
import { LEDGER } from "./seeds/ledger";
import { MAIL_RELAY } from "./seeds/mail-relay";
import { ORDERS_API } from "./seeds/orders-api";
import { PAYMENTS_API } from "./seeds/payments-api";
import { PRICING_CACHE } from "./seeds/pricing-cache";
import { PRINT_HOST } from "./seeds/print-host";
import { SEARCH } from "./seeds/search";
import { SEARCH_WORKERS, SEARCH_WORKERS_GROUP } from "./seeds/search-workers";
import { WAREHOUSE_ETL } from "./seeds/warehouse-etl";

/** One file of a node's tree when the node is first laid down. */
export interface SeedFile {
  /** Relative to the node's folder. */
  path: string;
  /** Text, or a size to fill with copies of a line (a log that ran away). */
  content: string | { repeat: string; bytes: number };
  executable?: boolean;
}

/** What goes wrong at a node, as AWS or its agent would let it: the nodes' names announce it. */
export interface Trouble {
  /** StartSession takes this long. */
  startDelayMs?: number;
  /** What the shell prints arrives this late. */
  outputDelayMs?: number;
  /** The service closes the client's socket this often. */
  socketSeconds?: number;
  /** So many starts are answered "Rate exceeded", then one works, then it begins again. */
  throttledStarts?: number;
}

/** A machine of an account: what AWS says of it, and what lies on it. */
export interface NodeSeed {
  row: NodeRow;
  /** @param now epoch milliseconds at which the node is laid down; logs and certificates are dated by it */
  files(now: number): SeedFile[];
  trouble?: Trouble;
}

/** A group of EC2 Auto Scaling: an instance that ends is replaced by another like it. */
export interface ScalingGroup {
  name: string;
  /** A fresh machine of the group. */
  launch(id: string, ip: string): NodeSeed;
  /** The first three numbers of its addresses. */
  subnet: string;
}

/** The machines of new accounts. */
export const SEEDED_NODES: readonly NodeSeed[] = [
  ...[PAYMENTS_API, LEDGER, SEARCH, EDGE_PROXY, ORDERS_API, MAIL_RELAY, PRINT_HOST],
  ...[CHECKOUT_WEB, BILLING_BATCH, ...SEARCH_WORKERS, ...FAILING_NODES],
  ...[WAREHOUSE_ETL, FEATURE_STORE, PRICING_CACHE, EVENTS_GATEWAY],
];

export const SCALING_GROUPS: readonly ScalingGroup[] = [SEARCH_WORKERS_GROUP];

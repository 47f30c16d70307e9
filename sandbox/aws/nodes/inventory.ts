import type { NodeSeed, ScalingGroup } from "./node-seed";
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

/** The machines of new accounts. */
export const SEEDED_NODES: readonly NodeSeed[] = [
  ...[PAYMENTS_API, LEDGER, SEARCH, EDGE_PROXY, ORDERS_API, MAIL_RELAY, PRINT_HOST],
  ...[CHECKOUT_WEB, BILLING_BATCH, ...SEARCH_WORKERS, ...FAILING_NODES],
  ...[WAREHOUSE_ETL, FEATURE_STORE, PRICING_CACHE, EVENTS_GATEWAY],
];

export const SCALING_GROUPS: readonly ScalingGroup[] = [SEARCH_WORKERS_GROUP];

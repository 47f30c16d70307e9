import type { Server } from "node:http";

/**
 * How long a connection without a request stays open. A load balancer uses an idle one again for as long as its own
 * limit says (60 s by default at AWS and nginx): whoever closes first must not be us, or the request that is on its way
 * just then is answered with 502. Node's own limit is 5 s.
 */
const IDLE_MS = 75_000;

/** Keeps a server's idle connections for longer than what stands before it does. */
export function keepIdleConnections(server: Server): void {
  server.keepAliveTimeout = IDLE_MS;
  // It also counts for a connection that was opened in advance and has not been used yet.
  server.headersTimeout = IDLE_MS + 5_000;
}

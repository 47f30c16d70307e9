import { AsyncLocalStorage } from "node:async_hooks";

/** What is known of the HTTP request that some code runs for; log lines take it from here. */
export interface RequestScope {
  /** Also in the answer's x-request-id header and in the `origin` of audit events. */
  readonly requestId: string;
  /** Where it came from, as far as our proxies say; "unknown" rather than wrong. */
  readonly address: string;
  /** Filled in as soon as the sign-in has been read. */
  personId?: string;
  /** What the request was refused with: for its line in the log. */
  refusal?: { code: string; reason: string };
}

// Next loads modules more than once in one process; there must be one scope.
const holder = globalThis as typeof globalThis & { halliganRequest?: AsyncLocalStorage<RequestScope> };
holder.halliganRequest ??= new AsyncLocalStorage<RequestScope>();
const scopes = holder.halliganRequest;

/** The request that the calling code runs for; undefined outside of one. */
export function requestScope(): RequestScope | undefined {
  return scopes.getStore();
}

/** Runs work for a request: everything that it awaits or starts sees this scope. */
export function inRequestScope<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}

/** Everything that follows in the current asynchronous call runs for this request. For servers that are not ours. */
export function enterRequestScope(scope: RequestScope): void {
  scopes.enterWith(scope);
}

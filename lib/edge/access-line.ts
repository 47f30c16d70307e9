import type { IncomingMessage, ServerResponse } from "node:http";
import { log } from "@/lib/kernel/log/log";
import type { RequestScope } from "@/lib/kernel/log/request-scope";

/** Lines of callers whom nobody knows, a second: beyond that they are only counted, so that they can't fill the disk. */
const ANONYMOUS_LINES = 20;

interface Answered {
  method: string | undefined;
  /** The pattern of the address, such as /nodes/[id], never the address itself; undefined when none fits. */
  route: string | undefined;
  status: number;
  startedAt: number;
  /** The caller was gone before the answer was whole. */
  isAborted?: boolean;
}

/** Asked again and again by machines. */
const QUIET = /^\/(_next\/|livez$|readyz$|gateway\/(health|livez|readyz)$|icon\.svg$|favicon\.ico$)/;

/**
 * Writes the request's line as soon as its answer is over, whichever way.
 * @param route the pattern of its address, asked at the end
 */
export function followAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { scope, route }: { scope: RequestScope; route: string | undefined },
): void {
  const startedAt = performance.now();
  response.once("close", () =>
    accessLine(scope, {
      ...{ method: request.method, route, startedAt },
      status: response.statusCode,
      isAborted: !response.writableFinished,
    }),
  );
}

/** One line for one request that was answered. */
export function accessLine(scope: RequestScope, answered: Answered): void {
  const { method, route, status, isAborted = false } = answered;
  const level = levelOf(route, status);
  if (scope.personId === undefined && level !== "debug" && !budget.take()) return;
  log[level]("request", {
    ...{ requestId: scope.requestId, personId: scope.personId },
    ...{ method, route: route ?? "unknown", status },
    ms: Math.round(performance.now() - answered.startedAt),
    ...(isAborted ? { isAborted } : {}),
    ...(scope.refusal ?? {}),
  });
}

function levelOf(route: string | undefined, status: number): "debug" | "info" | "error" {
  if (status >= 500) return "error";
  return route !== undefined && QUIET.test(route) ? "debug" : "info";
}

/** So many lines in each second of the clock; the next one says how many were left out. */
class LineBudget {
  #second = 0;
  #written = 0;
  #leftOut = 0;

  take(): boolean {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#written = 0;
      this.#sayLeftOut();
    }
    if (this.#written < ANONYMOUS_LINES) {
      this.#written++;
      return true;
    }
    // The last of them has nobody after it who could say so.
    if (this.#leftOut === 0) setTimeout(() => this.#sayLeftOut(), 1_000).unref();
    this.#leftOut++;
    return false;
  }

  #sayLeftOut(): void {
    if (this.#leftOut === 0) return;
    log.warn("requests without a sign-in were left out of the log", { count: this.#leftOut });
    this.#leftOut = 0;
  }
}

const budget = new LineBudget();

/** How old what a check rests on is, where it rests on something it keeps (seconds). */
export interface Finding {
  ageSeconds?: number;
}

/** Resolves when what it looks at is in order, rejects when it is not. Must not change anything. */
type Check = () => Promise<Finding | undefined>;

interface Readiness {
  isReady: boolean;
  isDraining: boolean;
  checks: Readonly<Record<string, Finding & { ok: boolean }>>;
}

/** However often it is asked for, the work is done about once a second. */
const CACHE_MS = 1_000;
/** A check that has no answer by then has failed. */
const CHECK_MS = 2_000;

interface ProcessHealth {
  checks: Map<string, Check>;
  listeners: ((name: string, failure: unknown) => void)[];
  lastOk: Map<string, boolean>;
  isDraining: boolean;
  read?: { at: number; result: Promise<Readiness> } | undefined;
}

// Next loads modules more than once in one process; what is registered in one must be known in the other.
const holder = globalThis as typeof globalThis & { halliganHealth?: ProcessHealth };

function health(): ProcessHealth {
  holder.halliganHealth ??= {
    checks: new Map(),
    listeners: [],
    lastOk: new Map(),
    isDraining: false,
  };
  return holder.halliganHealth;
}

/**
 * Adds what this process needs in order to be of use. Checks run side by side, each within two seconds.
 * @param name stands in the public answer, so it must not reveal anything; a second check of a name replaces the first
 */
export function registerCheck(name: string, check: Check): void {
  health().checks.set(name, check);
  health().read = undefined;
}

/**
 * Tells when a check that was in order no longer is (with the failure), and when it is again (without).
 * @param listener for the log: the public answer gives no reasons
 */
export function onReadinessChange(listener: (name: string, failure: unknown) => void): void {
  health().listeners.push(listener);
}

/** From now on this process says that it is not ready, so that nothing new is sent to it. It is not stopped by this. */
export function startDraining(): void {
  health().isDraining = true;
  health().read = undefined;
}

/**
 * Whether this process can do its work now, from an answer that is at most about a second old.
 * @param now milliseconds, for the age of the answer
 */
export function readReadiness(now: number = performance.now()): Promise<Readiness> {
  const state = health();
  if (!state.read || now - state.read.at >= CACHE_MS) state.read = { at: now, result: runChecks(state) };
  return state.read.result;
}

async function runChecks(state: ProcessHealth): Promise<Readiness> {
  const found = await Promise.all(
    [...state.checks].map(async ([name, check]) => [name, await run(state, name, check)] as const),
  );
  const isFine = found.every(([, { ok }]) => ok);
  return {
    isReady: isFine && !state.isDraining,
    isDraining: state.isDraining,
    checks: Object.fromEntries(found),
  };
}

async function run(state: ProcessHealth, name: string, check: Check): Promise<Finding & { ok: boolean }> {
  const limit = timeLimit();
  try {
    const finding = await Promise.race([check(), limit.reached]);
    tell(state, name, true, undefined);
    return { ok: true, ...finding };
  } catch (failure) {
    tell(state, name, false, failure);
    return { ok: false };
  } finally {
    limit.cancel();
  }
}

function tell(state: ProcessHealth, name: string, ok: boolean, failure: unknown): void {
  if ((state.lastOk.get(name) ?? true) !== ok)
    for (const listener of state.listeners) listener(name, failure);
  state.lastOk.set(name, ok);
}

function timeLimit(): { reached: Promise<never>; cancel: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const reached = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_MS} ms`)), CHECK_MS);
  });
  return { reached, cancel: () => clearTimeout(timer) };
}

interface HealthAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Answers `/livez` (this process answers) and `/readyz` (it can do its work): whoever asks, by whatever name, without
 * a sign-in, and with nothing but the names of the checks.
 * @returns undefined for every other path
 */
export async function answerHealth(method: string, path: string): Promise<HealthAnswer | undefined> {
  if (path !== "/livez" && path !== "/readyz") return undefined;
  if (method !== "GET" && method !== "HEAD") return answer(405, { error: { code: "METHOD_NOT_ALLOWED" } });
  if (path === "/livez") return answer(200, { live: true });
  const { isReady, isDraining, checks } = await readReadiness();
  return answer(isReady ? 200 : 503, { ready: isReady, draining: isDraining, checks });
}

function answer(status: number, body: object): HealthAnswer {
  const headers = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  return { status, headers, body: JSON.stringify(body) };
}

/** Forgets everything, for tests. */
export function resetReadiness(): void {
  delete holder.halliganHealth;
}

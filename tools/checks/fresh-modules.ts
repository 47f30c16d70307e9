import { afterAll, vi } from "vitest";

/**
 * Runs before each test file. One process runs many, one after the other: what Node has loaded from node_modules stays,
 * which is most of what a file takes to load. Our own modules begin anew with each file, and so does what is the
 * process's.
 */
const kept = globalThis as typeof globalThis & {
  environmentBefore?: NodeJS.ProcessEnv;
  halliganDatabase?: unknown;
};
// What our modules keep outside of themselves: Next loads them more than once.
for (const name of Object.keys(kept)) if (name.startsWith("halligan")) Reflect.deleteProperty(kept, name);
kept.environmentBefore ??= { ...process.env };
for (const name of Object.keys(process.env)) if (!(name in kept.environmentBefore)) delete process.env[name];
Object.assign(process.env, kept.environmentBefore);
vi.useRealTimers();
vi.unstubAllGlobals();
vi.resetModules();

// It would be the next file's.
afterAll(() => {
  if (kept.halliganDatabase) throw new Error("this file has left its database open");
});

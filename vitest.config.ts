import { cpus } from "node:os";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { mutantPlugin } from "./tools/checks/mutant-plugin.mjs";

const alias = {
  // As it is built: its development build throws where the built one is lenient.
  "icu-minify/format": resolve(import.meta.dirname, "node_modules/icu-minify/dist/esm/production/format.js"),
  "@": resolve(import.meta.dirname),
};
const exclude = ["node_modules/**", "dist/**", ".next/**", ".halligan/**", "e2e/**"];

export default defineConfig({
  resolve: { alias },
  test: {
    // As our programs are started (tools/command/child-process.mjs).
    execArgv: ["--no-experimental-detect-module"],
    projects: [
      {
        plugins: mutantPlugin(),
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx"],
          exclude: [...exclude, "**/*.int.test.ts"],
          // A process for each file would take three times the processor time of what is in them.
          isolate: false,
          maxWorkers: 2,
          setupFiles: ["tools/checks/fresh-modules.ts"],
          // Properties over hundreds of cases, on a machine that does other things too.
          testTimeout: 30_000,
        },
      },
      {
        plugins: mutantPlugin(),
        resolve: { alias },
        test: {
          name: "integration",
          // Most of a test is waiting, for a clock, a process that starts, a sandbox that answers late: all of them take half of
          // one processor each. Two processors are enough for three.
          maxWorkers: Math.max(3, Math.floor(cpus().length / 2)),
          include: ["**/*.int.test.ts"],
          exclude,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: ["tools/checks/integration-setup.mjs"],
        },
      },
    ],
  },
});

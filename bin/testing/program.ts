import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** The command line as it is built, in a folder of its own. */
export interface Program {
  folder: string;
  /** What node runs. */
  path: string;
  /** @param onSaid told what it has said so far, with a way to send it a signal */
  run: (
    args: string[],
    env?: Record<string, string>,
    onSaid?: (said: string, kill: (signal: NodeJS.Signals) => void) => void,
  ) => Promise<Ran>;
  remove: () => void;
}

interface Ran {
  /** null: a signal ended it. */
  code: number | null;
  said: string;
  error: string;
}

export async function buildProgram(): Promise<Program> {
  // Beside node_modules, which the bundle leaves outside.
  const folder = mkdtempSync(join(import.meta.dirname, "..", "..", "node_modules", ".halligan-"));
  const program = join(folder, "halligan.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "..", "halligan.ts")],
    ...{ outfile: program, bundle: true, platform: "node", format: "esm", packages: "external" },
    target: "node20",
  });
  const { PATH = "" } = process.env;
  return {
    folder,
    path: program,
    run: (args, env = {}, onSaid = () => {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [program, ...args], {
          env: { PATH, NODE_ENV: "test", ...env },
        });
        let [said, error] = ["", ""];
        child.stdout.on("data", (text) => {
          said += text;
          onSaid(said, (signal) => child.kill(signal));
        });
        child.stderr.on("data", (text) => {
          error += text;
        });
        child.on("error", reject);
        child.on("close", (code) => resolve({ code, said, error }));
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

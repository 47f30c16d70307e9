import { rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Files that this command made, and no other of that name: whatever stops it, nothing of them is left. */
export class Claimed {
  #paths: string[] = [];
  readonly #files: FileHandle[] = [];
  readonly #onSignal = (signal: NodeJS.Signals) => {
    this.remove();
    for (const name of SIGNALS) process.off(name, this.#onSignal);
    process.kill(process.pid, signal);
  };
  readonly #onExit = () => this.remove();

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.#onSignal);
    process.on("exit", this.#onExit);
  }

  async make(path: string): Promise<FileHandle> {
    const file = await open(path, "wx", 0o600);
    this.#paths.push(path);
    this.#files.push(file);
    return file;
  }

  keep(): void {
    this.#paths = [];
  }

  remove(): void {
    for (const path of this.#paths) rmSync(path, { force: true });
    this.#paths = [];
  }

  async close(): Promise<void> {
    for (const signal of SIGNALS) process.off(signal, this.#onSignal);
    process.off("exit", this.#onExit);
    for (const file of this.#files) await file.close();
  }
}

/** Work nobody waits for: a failure is written down; the sweep of the jobs process is its retry. */
export function report(work: Promise<unknown>): void {
  work.catch((error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`gateway: ${text}\n`);
  });
}

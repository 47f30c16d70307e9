/** Runs once when the web process starts, before it answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { readConfig } = await import("@/lib/kernel/config");
  const result = readConfig(process.env);
  if (!result.ok) {
    for (const { name, problem } of result.findings) process.stderr.write(`${name} ${problem}\n`);
    process.exit(78);
  }
  // The development server talks to its pages over a socket of its own.
  if (process.env.NODE_ENV === "production") {
    const { refuseUpgrades } = await import("@/lib/http/refuse-upgrades");
    refuseUpgrades();
  }
}

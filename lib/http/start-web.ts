import { readConfig } from "@/lib/kernel/config";
import { refuseUpgrades } from "./refuse-upgrades";
import { followRequestLanguages } from "./request-language";

/**
 * What the web process does before it answers anything: refuses to run unconfigured, learns each request's
 * language, and never answers an upgrade.
 */
export async function startWeb(): Promise<void> {
  const result = readConfig(process.env);
  if (!result.ok) {
    for (const { name, problem } of result.findings) process.stderr.write(`${name} ${problem}\n`);
    process.exit(78);
  }
  followRequestLanguages();
  // The development server talks to its pages over a socket of its own.
  if (process.env.NODE_ENV === "production") refuseUpgrades();
}

import { readConfig } from "@/lib/kernel/config";
import { describeFinding } from "@/lib/kernel/settings/sources";
import { refuseUpgrades } from "./refuse-upgrades";
import { followRequestLanguages } from "./request-language";

/**
 * What the web process does before it answers anything: refuses to run unconfigured, learns each request's
 * language, and never answers an upgrade.
 */
export async function startWeb(): Promise<void> {
  const result = readConfig(process.env, "web");
  if (!result.ok) {
    for (const finding of result.findings) process.stderr.write(`${describeFinding(finding)}\n`);
    process.exit(78);
  }
  followRequestLanguages();
  // The development server talks to its pages over a socket of its own.
  if (process.env.NODE_ENV === "production") refuseUpgrades();
}

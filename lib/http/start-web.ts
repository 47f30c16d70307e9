import { readConfig } from "@/lib/kernel/config";
import { log, startLog } from "@/lib/kernel/log";
import { describeFinding } from "@/lib/kernel/settings/sources";
import { endOnUnexpected } from "@/lib/kernel/unexpected";
import { consoleToLog } from "./console-to-log";
import { followRequests } from "./follow-requests";
import { guardServer } from "./guard-server";
import { followRequestLanguages } from "./request-language";
import { stopWebOnSignals } from "./stop-web";

/**
 * What the web process does before it answers anything: refuses to run unconfigured, learns each request's
 * language, and never answers an upgrade.
 */
export async function startWeb(): Promise<void> {
  await startLog("web");
  const result = readConfig(process.env, "web");
  if (!result.ok) {
    for (const finding of result.findings)
      log.fatal("configuration refused", { reason: describeFinding(finding) });
    process.exit(78);
  }
  followRequests();
  followRequestLanguages();
  // The development server talks to its pages over a socket of its own.
  if (process.env.NODE_ENV !== "production") return;
  stopWebOnSignals(guardServer());
  endOnUnexpected();
  consoleToLog();
  log.info("web started", { port: result.config.PORT });
}

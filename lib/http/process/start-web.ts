import { requireDatabase } from "@/lib/db/requirements/check-database";
import { registerDatabaseChecks } from "@/lib/db/requirements/checks";
import { readConfig } from "@/lib/kernel/config/config";
import { describeFinding } from "@/lib/kernel/config/sources";
import { isAppError } from "@/lib/kernel/errors";
import { log, startLog } from "@/lib/kernel/log/log";
import { onReadinessChange, registerCheck } from "@/lib/kernel/readiness";
import { endOnUnexpected } from "@/lib/kernel/unexpected";
import { answerQuestions } from "@/lib/people/confirmation/answer-questions";
import { providerFinding, providerTrouble } from "@/lib/people/provider/health";
import { followRequestLanguages } from "../page/request-language";
import { consoleToLog } from "./console-to-log";
import { followRequests } from "./follow-requests";
import { guardServer } from "./guard-server";
import { stopWebOnSignals } from "./stop-web";

/**
 * What the web process does before it answers anything: refuses to run unconfigured, knows what it needs in order to
 * be ready, learns each request's language, and never answers an upgrade.
 */
export async function startWeb(): Promise<void> {
  await startLog("web");
  const result = readConfig(process.env, "web");
  if (!result.ok) {
    for (const finding of result.findings)
      log.fatal("configuration refused", { reason: describeFinding(finding) });
    process.exit(78);
  }
  await requireDatabase("web").catch((error: unknown) => {
    log.fatal("web ends", { error });
    process.exit(isAppError(error) && error.code === "CONFIG_INVALID" ? 78 : 1);
  });
  registerDatabaseChecks();
  registerCheck("provider", providerFinding);
  onReadinessChange((check, error) => {
    if (error === undefined) log.info("readiness regained", { check });
    else log.warn("readiness lost", { check, error });
  });
  followRequests();
  followRequestLanguages();
  // Says in the log what is wrong with the provider before the first person finds out.
  providerTrouble();
  const stopAnswering = answerQuestions();
  // The development server talks to its pages over a socket of its own.
  if (process.env.NODE_ENV !== "production") return;
  stopWebOnSignals(guardServer(), stopAnswering);
  endOnUnexpected();
  consoleToLog();
  log.info("web started", { port: result.config.PORT });
}

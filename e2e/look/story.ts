import { expect } from "@playwright/test";
import { ask, createSession, endAccess } from "../support/access";
import { mustCall } from "../support/call";
import { NODES, STAGING_NODE } from "../support/nodes";
import { reloadUntil } from "../support/reload";
import { Terminal } from "../support/terminal";
import type { Crew } from "../walk/crew";

/** What the pictures show: the same in every run. */
export interface Story {
  requestId: string;
  sessionId: string;
}

/** One shell that is over and waits for its review, one access that was not opened, one request that waits. */
export async function tellStory(crew: Crew): Promise<Story> {
  const ana = await crew.open("ana");
  await ana.goto("/");
  const past = await ask(ana, STAGING_NODE, 900);
  const sessionId = await createSession(ana, past.grantId ?? "", STAGING_NODE);
  await ana.goto(`/sessions/${sessionId}/terminal`);
  const terminal = new Terminal(ana);
  await terminal.isReady();
  await terminal.run("df -h /");
  await terminal.shows("Mounted on");
  await terminal.run("exit");
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(ana, past.grantId ?? "");
  const { requestId } = await mustCall(ana, "/api/requests/create", {
    ...{ nodeIds: [NODES["payments-api-2"]], incident: "INC-2231", windowSeconds: 1800 },
    justification: "Disk full since 03:10, writes failing. The clean-up job freed only 2 %.",
  });
  const ben = await crew.open("ben");
  await ben.goto("/");
  await ask(ben, STAGING_NODE, 900);
  const cleo = await crew.open("cleo");
  await cleo.goto(`/sessions/${sessionId}`);
  await reloadUntil(cleo, cleo.getByRole("region", { name: /^Replay of the session/ }));
  await crew.close();
  return { requestId: String(requestId), sessionId };
}

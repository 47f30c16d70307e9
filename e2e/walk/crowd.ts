import type { Page } from "@playwright/test";

import { endAccess } from "../support/access";
import { type Answer, call, mustCall } from "../support/call";
import { NODES, STAGING_NODE } from "../support/nodes";
import { personIdOf } from "../support/rows";
import { Terminal } from "../support/terminal";
import type { Crew } from "./crew";
import { expect } from "./patience";

/** Sixty letters without a place to break. */
const WORD = "Betriebsdatenbankverbindungszeitueberschreitungsfehlermeldun";
const REASON = `${WORD} on the node, ${WORD}`;

/** mail-relay-2 and the two of the group search-worker: no one has to approve there either. */
const OTHER_STAGING = ["i-0c47f92e5ba1d8603", "i-08c3d7f15e9a2b640", "i-0f72a4b96d3c1e805"];

/**
 * Fills a world with what presses pages out of shape: words of sixty letters, a request for three nodes with a question
 * on it, one that was denied, a session that is over, four open shells.
 * @returns an address for each page with a parameter
 */
export async function crowd(crew: Crew): Promise<Record<string, string>> {
  const { world } = crew;
  const ana = await crew.open("ana");
  const ben = await crew.open("ben");
  await ben.goto("/");
  await ana.goto("/");
  const asked = { justification: REASON, incident: WORD, windowSeconds: 3600 };
  const three = [NODES["payments-api-2"], NODES["edge-proxy-1"], NODES["search-1"]];
  const waiting = await askFor(ana, { ...asked, nodeIds: three });
  await mustCall(ben, "/api/requests/write", {
    requestId: waiting.requestId,
    kind: "question",
    text: REASON,
  });
  const denied = await askFor(ana, { ...asked, nodeIds: [NODES["search-1"]] });
  await mustCall(ben, "/api/requests/decide", {
    ...{ requestId: denied.requestId, requestHash: denied.requestHash, version: 1 },
    ...{ verdict: "deny", comment: REASON },
  });

  const past = await openShells(ana, asked, [NODES[STAGING_NODE]]);
  const terminal = new Terminal(ana);
  await terminal.run(`echo ${WORD}; exit`);
  await expect(terminal.over).toContainText("You exited the shell");
  await endAccess(ana, past.grantId);
  const now = await openShells(ana, asked, [NODES[STAGING_NODE], ...OTHER_STAGING]);
  await ana.context().close();
  await ben.context().close();
  return {
    "/nodes/[id]": `/nodes/${NODES["payments-api-2"]}`,
    "/people/[id]": `/people/${await personIdOf(world, "ana")}`,
    "/requests/[id]": `/requests/${waiting.requestId}`,
    "/sessions/[id]": `/sessions/${past.sessionIds[0]}`,
    "/sessions/[id]/terminal": `/sessions/${now.sessionIds[0]}/terminal`,
  };
}

/** Asks once the inventory has the nodes. */
async function askFor(page: Page, request: object): Promise<Record<string, unknown>> {
  let asked: Answer | undefined;
  await expect
    .poll(async () => {
      asked = await call(page, "/api/requests/create", request);
      return asked.code ?? "";
    })
    .not.toMatch(/^(NODE_UNKNOWN|NODE_OFFLINE|STALE_NODE)$/);
  expect(asked?.code).toBeUndefined();
  return asked?.body ?? {};
}

/** An access to some staging nodes with a shell on each, the last of them on the screen. */
async function openShells(page: Page, asked: object, nodeIds: readonly string[]) {
  const { grantId } = await askFor(page, { ...asked, nodeIds });
  const sessionIds: string[] = [];
  for (const nodeId of nodeIds) {
    const { sessionId } = await mustCall(page, "/api/sessions/create", { grantId, nodeId });
    await page.goto(`/sessions/${sessionId}/terminal`);
    await expect(new Terminal(page).screen.locator(".xterm-rows")).toContainText("$");
    sessionIds.push(String(sessionId));
  }
  return { grantId: String(grantId), sessionIds };
}

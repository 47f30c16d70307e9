import { expect, type Page } from "@playwright/test";
import { call, FRESH, mustCall } from "./call";
import { NODES, type NodeName } from "./nodes";

export interface Asked {
  requestId: string;
  /** Of what was asked for: a decision names it. */
  requestHash: string;
  /** Only where no one has to approve. */
  grantId: string | undefined;
}

/**
 * Asks for a shell without the pages, which loop.e2e.ts walks through. Waits until the inventory has the node.
 * @param windowSeconds how long the access lasts, from the approval on
 */
export async function ask(page: Page, node: NodeName, windowSeconds = 300): Promise<Asked> {
  const request = {
    nodeIds: [NODES[node]],
    justification: "A browser test needs a shell here",
    windowSeconds,
  };
  let asked: Record<string, unknown> = {};
  await expect
    .poll(async () => {
      const { code, body } = await call(page, "/api/requests/create", request);
      asked = body;
      return code ?? "asked";
    })
    .toBe("asked");
  const { requestId, requestHash, grantId } = asked;
  return {
    ...{ requestId: String(requestId), requestHash: String(requestHash) },
    grantId: typeof grantId === "string" ? grantId : undefined,
  };
}

/**
 * Says yes to a request that nobody has touched since it was made, as its page shows it.
 * @param hash of what was asked for, where whoever decides can't see the page just now
 */
export async function approve(page: Page, requestId: string, hash?: string): Promise<string> {
  const address = `${new URL(page.url()).origin}/requests/${requestId}`;
  const shown = await (await page.request.get(address, { headers: FRESH })).text();
  const requestHash = hash ?? /requestHash[\\":]+([0-9a-f]{64})/.exec(shown)?.[1];
  const { grantId } = await mustCall(page, "/api/requests/decide", {
    ...{ requestId, requestHash, version: 1 },
    verdict: "approve",
  });
  return String(grantId);
}

/** Ends an access whatever state it is in: what a test leaves behind must not stop the next one. */
export async function endAccess(page: Page, grantId: string): Promise<void> {
  const { code } = await call(page, "/api/grants/end", { grantId, reason: "the test is over" });
  expect(["ended", "GRANT_OVER"]).toContain(code ?? "ended");
}

/** Makes a session on a node; the gateway opens it when its terminal connects. */
export async function createSession(page: Page, grantId: string, node: NodeName): Promise<string> {
  const { sessionId } = await mustCall(page, "/api/sessions/create", { grantId, nodeId: NODES[node] });
  return String(sessionId);
}

import { mustCall } from "../support/call";
import { NODES } from "../support/nodes";
import { expect, test } from "../world/fixtures";

const OFFLINE = "i-0fa11000000000001";
const SENTENCE = "fails-agent-offline is offline. No shell opens until its agent is back.";

test("a node that is offline is named to whoever decides, and to its requester before the shell", async ({
  as,
}) => {
  const ana = await as("ana", "/");
  const both = await mustCall(ana, "/api/requests/create", {
    ...{ nodeIds: [NODES["edge-proxy-1"], OFFLINE], windowSeconds: 300 },
    justification: "A browser test asks for a node that sleeps",
  });
  const ben = await as("ben", `/requests/${both.requestId}`);
  await expect(ben.getByText(SENTENCE)).toBeVisible();
  await expect(ben.getByRole("button", { name: /^Approve for/ })).toBeEnabled();
  await mustCall(ana, "/api/requests/withdraw", { requestId: both.requestId });
  const alone = await mustCall(ana, "/api/requests/create", {
    ...{ nodeIds: [OFFLINE], windowSeconds: 300 },
    justification: "A browser test asks for a node that sleeps",
  });
  await ana.goto(`/requests/${alone.requestId}`);
  await expect(ana.getByText(SENTENCE)).toBeVisible();
  await expect(ana.getByRole("button", { name: "Open shell" })).toBeDisabled();
});

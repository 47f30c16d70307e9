import { ask } from "../support/access";
import { call, mustCall } from "../support/call";
import { expect, test } from "../world/fixtures";

test("a denial that is being written keeps its words, and can't be sent once somebody else has decided", async ({
  as,
}) => {
  const ana = await as("ana");
  const { requestId, requestHash } = await ask(ana, "search-1", 60);
  const [ben, fay] = [await as("ben", `/requests/${requestId}`), await as("fay", "/")];
  await ben.getByRole("button", { name: /^Deny/ }).click();
  const sheet = ben.getByRole("dialog");
  const reason = sheet.getByRole("textbox", { name: "Reason" });
  await reason.fill("There is a runbook for this.");
  await mustCall(fay, "/api/requests/decide", {
    ...{ requestId, requestHash, version: 1, verdict: "deny" },
    comment: "Not on a Friday.",
  });
  await expect(sheet.getByRole("alert")).toContainText("Fay Tanaka denied this request just now.");
  await expect(sheet.getByRole("button", { name: "Deny request" })).toHaveCount(0);
  await expect(reason).toHaveValue("There is a runbook for this.");
});

test("a denial that is closed before it is sent has its words when it is opened again, and then no more", async ({
  as,
}) => {
  const ana = await as("ana");
  const { requestId } = await ask(ana, "search-1", 60);
  const ben = await as("ben", `/requests/${requestId}`);
  const deny = ben.getByRole("button", { name: /^Deny/ });
  const reason = ben.getByRole("dialog").getByRole("textbox", { name: "Reason" });
  await deny.click();
  await reason.fill("There is a runbook for this.");
  await ben.keyboard.press("Escape");
  await expect(reason).toBeHidden();
  await deny.click();
  await expect(reason).toHaveValue("There is a runbook for this.");
  await ben.getByRole("dialog").getByRole("button", { name: "Deny request" }).click();
  await expect(ben.getByText("denied", { exact: true })).toBeVisible();

  const { requestId: other } = await ask(ana, "search-1", 60);
  await ben.goto(`/requests/${other}`);
  await deny.click();
  await expect(reason).toHaveValue("");
  await mustCall(ana, "/api/requests/withdraw", { requestId: other });
});

test("of two who decide, the second is told that it is decided", async ({ as }) => {
  const ana = await as("ana");
  const { requestId, requestHash } = await ask(ana, "search-1", 60);
  const [ben, fay] = [await as("ben", `/requests/${requestId}`), await as("fay", `/requests/${requestId}`)];
  await ben.getByRole("button", { name: /^Approve/ }).click();
  await fay.getByRole("button", { name: /^Deny/ }).click();
  const denial = fay.getByRole("dialog");
  await denial.getByRole("textbox", { name: "Reason" }).fill("There is a runbook for this.");
  await denial.getByRole("button", { name: "Deny request" }).click();
  await expect(fay.getByText("denied", { exact: true })).toBeVisible();

  // The open sheet says so and can't be pressed; what is sent all the same is refused.
  const sheet = ben.getByRole("dialog");
  await expect(sheet.getByRole("alert")).toContainText("Fay Tanaka denied this request just now.");
  await expect(sheet.getByRole("button", { name: /^Approve/ })).toHaveCount(0);
  const late = { requestId, requestHash, version: 1, verdict: "approve" };
  expect(await call(ben, "/api/requests/decide", late)).toMatchObject({
    status: 409,
    code: "ALREADY_DECIDED",
  });
  // What was on the screen is not what is there now: that, too, is no yes.
  const other = await ask(ana, "search-1", 60);
  expect(await call(ben, "/api/requests/decide", { ...other, version: 7, verdict: "approve" })).toMatchObject(
    { status: 409, code: "REQUEST_CHANGED" },
  );
  const changed = { ...other, requestHash: "0".repeat(64), version: 1, verdict: "approve" };
  expect(await call(ben, "/api/requests/decide", changed)).toMatchObject({
    status: 409,
    code: "REQUEST_CHANGED",
  });
  await mustCall(ana, "/api/requests/withdraw", { requestId: other.requestId });
});

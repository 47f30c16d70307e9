import { ask } from "../support/access";
import { call, mustCall } from "../support/call";
import { expect, expectAccessible, expectStatus, test } from "../world/fixtures";

test("Ben opens a request and asks, Ana answers from her phone, and nothing is decided by it", async ({
  as,
}) => {
  const ana = await as("ana");
  const { requestId } = await ask(ana, "edge-proxy-1");
  await ana.setViewportSize({ width: 390, height: 844 });
  await ana.goto(`/requests/${requestId}`);
  const timeline = ana.getByRole("list", { name: "Timeline" });
  await expect(ana.getByRole("button", { name: "Remind approvers" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await expect(ana.getByText(/^from \d\d:\d\d UTC/)).toBeVisible();

  const ben = await as("ben", `/requests/${requestId}`);
  await test.step("she sees without a reload that he has opened it", async () => {
    await ana.bringToFront();
    await expect(ana.getByText(/^Ben Okafor opened this request/)).toBeVisible();
    await expect(timeline.getByText("Ben Okafor opened the request")).toHaveCount(1);
  });

  await test.step("he asks; an empty question is not sent", async () => {
    await ben.bringToFront();
    await ben.getByRole("button", { name: "Ask a question" }).click();
    const sheet = ben.getByRole("dialog", { name: "Ask Ana Duarte" });
    await expectAccessible(ben);
    await sheet.getByRole("button", { name: "Send question" }).click();
    await expect(sheet.getByRole("alert")).toHaveText("Write something first.");
    await sheet.getByRole("textbox", { name: "Question" }).fill("Which disk? <b>root</b> or data?");
    await sheet.getByRole("textbox").press("Control+Enter");
    await expect(sheet).toBeHidden();
    await expect(ben.getByRole("heading", { name: "Your decision" })).toBeVisible();
    await expect(ben.getByText("Which disk? <b>root</b> or data?")).toBeVisible();
  });

  await test.step("it waits in her inbox", async () => {
    const inbox = await as("ana", "/inbox");
    await expect(inbox.getByRole("list", { name: "Questions and answers" })).toContainText("Which disk?");
    await expectAccessible(inbox);
    await expect(inbox.getByRole("link", { name: "Answer question about edge-proxy-1" })).toBeVisible();
    await inbox.close();
  });

  await test.step("she answers it on her phone", async () => {
    await ana.bringToFront();
    await expect(ana.getByText("Ben Okafor asks:")).toBeVisible();
    await expectAccessible(ana);
    await ana.getByRole("button", { name: "Answer" }).click();
    const sheet = ana.getByRole("dialog", { name: "Answer Ben Okafor" });
    await expect(sheet.getByText("Which disk? <b>root</b> or data?")).toBeVisible();
    await sheet.getByRole("textbox", { name: "Answer" }).fill("The root disk.");
    await sheet.getByRole("button", { name: "Send answer" }).click();
    await expect(sheet).toBeHidden();
    await expect(ana.getByText("Ben Okafor asks:")).toHaveCount(0);
    await expect(timeline.getByText("The root disk.")).toBeVisible();
    await expect(ana.getByText("waiting", { exact: true })).toBeVisible();
  });

  await test.step("a second question is answered once, and says so to whoever answers it again", async () => {
    const { entryId } = await mustCall(ben, "/api/requests/write", {
      ...{ requestId, kind: "question", text: "Since when?" },
    });
    await ana.getByRole("button", { name: "Answer" }).click();
    const answer = { requestId, kind: "answer", text: "Since 13:51.", questionId: entryId };
    await mustCall(ana, "/api/requests/write", answer);
    const sheet = ana.getByRole("dialog", { name: "Answer Ben Okafor" });
    await sheet.getByRole("textbox").fill("Since ten.");
    expectStatus(ana, 409);
    await sheet.getByRole("button", { name: "Send answer" }).click();
    await expect(sheet.getByRole("alert")).toHaveText("This question has been answered already.");
    await sheet.getByRole("button", { name: "Cancel" }).click();
  });

  await test.step("he reads the answer and decides", async () => {
    await ben.bringToFront();
    await expect(ben.getByText("The root disk.")).toBeVisible();
    await ben.getByRole("button", { name: "Deny…" }).click();
    const sheet = ben.getByRole("dialog");
    await sheet.getByRole("textbox").fill("There is a runbook for this.");
    await sheet.getByRole("button", { name: "Deny request" }).click();
    await expect(ben.getByText("denied", { exact: true })).toBeVisible();
  });
});

test("who has no part in a request writes nothing on it, and its requester can't remind at once", async ({
  as,
}) => {
  const ana = await as("ana");
  const { requestId } = await ask(ana, "edge-proxy-1");
  const dov = await as("dov");
  const comment = { requestId, kind: "comment", text: "Let her." };
  expect((await call(dov, "/api/requests/write", comment)).code).toBe("ROLE_MISSING");
  expect((await call(ana, "/api/requests/write", { ...comment, kind: "question" })).code).toBe(
    "SELF_APPROVAL",
  );
  expect(await call(ana, "/api/requests/remind", { requestId })).toMatchObject({
    ...{ status: 429, code: "REMINDED_LATELY" },
  });
  expect((await call(ana, "/api/requests/write", { ...comment, text: "x".repeat(1001) })).code).toBe(
    "INVALID_INPUT",
  );
  await mustCall(ana, "/api/requests/withdraw", { requestId });
  expect((await call(ana, "/api/requests/write", comment)).code).toBe("REQUEST_OVER");
});

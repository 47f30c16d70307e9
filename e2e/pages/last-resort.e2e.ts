import { expect, test } from "../world/fixtures";

test("an engineer prints the last-resort card: one sheet, black on white, without the frame", async ({
  as,
}) => {
  const ana = await as("ana");
  await ana.getByRole("banner").getByLabel("Ana Duarte", { exact: true }).click();
  await ana.getByRole("link", { name: "Last-resort card" }).click();
  const card = ana.getByRole("article");
  await expect(card).toContainText(
    "export ROLE=arn:aws:iam::111122223333:role/HalliganLastResort-eu-west-1 REGION=eu-west-1 DOC=Halligan-Shell-",
  );
  await expect(card).toContainText(
    "444455556666:role/HalliganLastResort-ap-northeast-1 REGION=ap-northeast-1",
  );
  await expect(card).toContainText(/Printed \d{4}-\d\d-\d\d \d\d:\d\d UTC from http/);

  // The menu is still open over the button.
  await ana.goto("/last-resort");
  await ana.evaluate(() =>
    Object.assign(window, { print: () => document.body.setAttribute("data-printed", "") }),
  );
  await ana.getByRole("button", { name: "Print card" }).click();
  await expect(ana.locator("body[data-printed]")).toBeVisible();

  await ana.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(ana.getByRole("button", { name: "Print card" })).toBeHidden();
  await expect(ana.getByRole("navigation").first()).toBeHidden();
  await expect(card).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await expect(card).toHaveCSS("color", "rgb(0, 0, 0)");
  for (const format of ["A4", "Letter"]) {
    const pdf = await ana.pdf({ format });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  }
});

test("an administrator finds the card in Settings", async ({ as }) => {
  const dov = await as("dov", "/settings");
  await dov.getByRole("link", { name: "Last-resort card" }).click();
  await expect(dov).toHaveURL(/\/last-resort$/);
  await expect(dov.getByRole("heading", { name: "Last-resort card", level: 1 })).toBeVisible();
});

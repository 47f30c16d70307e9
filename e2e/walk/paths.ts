import type { Page } from "@playwright/test";

import { endAccess } from "../support/access";
import { Terminal } from "../support/terminal";
import { type Crew, PHONE } from "./crew";
import { expect } from "./patience";
import { Presses } from "./presses";

/** Thirty letters: what is left of a path's keys is the portal's. */
export const REASON = "The queue of the ledger grows.";

/** From Home, signed in, to a shell's prompt. */
export interface Path {
  name: string;
  people: { name: string; keys: number; clicks: number; taps: number }[];
  /** As quick as a machine presses: what the portal takes of it. */
  seconds: number;
}

/** An engineer goes to a staging node, where no one has to approve, and never touches the mouse. */
export async function walkByKeys(crew: Crew): Promise<Path> {
  const page = await homeOf(crew, "ana");
  const hands = new Presses(page);
  const startedAt = performance.now();
  await hands.key("Control+k");
  await hands.type("ask");
  const ask = page.getByRole("option", { name: "Request access" });
  await expect(ask).toHaveAttribute("aria-selected", "true");
  await hands.key("Enter");
  await expect(page.getByRole("combobox", { name: "Find a node" })).toBeFocused();
  const nodes = page.getByRole("listbox", { name: "Nodes to choose from" });
  await hands.type("led");
  await expect(nodes.getByRole("option").first()).toContainText("ledger-3");
  await hands.key("Enter");
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await expect(page.getByRole("list", { name: "Chosen nodes" })).toContainText("ledger-3");
  await hands.type(REASON);
  const created = grantOf(page, "/api/requests/create");
  await hands.key("Control+Enter");
  const open = page.getByRole("button", { name: "Open shell" });
  await expect(open).toBeVisible();
  await hands.key("Tab");
  await expect(open).toBeFocused();
  await hands.key("Enter");
  await isAtPrompt(page);
  const seconds = (performance.now() - startedAt) / 1000;
  await endAccess(page, await created);
  return { name: "engineer, staging, keys only", people: [counted("engineer", hands)], seconds };
}

/** An engineer asks for a production node with the mouse; an approver approves on the phone; the engineer goes in. */
export async function walkWithApproval(crew: Crew): Promise<Path> {
  const page = await homeOf(crew, "ana");
  const ana = new Presses(page);
  const phone = await homeOf(crew, "ben", { viewport: PHONE, hasTouch: true, isMobile: true });
  const ben = new Presses(phone);
  const startedAt = performance.now();
  await ana.click(page.getByRole("navigation").getByRole("link", { name: "Request access" }));
  await expect(page.getByRole("combobox", { name: "Find a node" })).toBeFocused();
  await ana.click(page.getByRole("option", { name: /^payments-api-2/ }));
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await ana.type(REASON);
  await ana.click(page.getByRole("button", { name: "Send request" }));

  const card = phone.getByRole("listitem").filter({ hasText: REASON });
  await ben.tap(card.getByRole("link", { name: /^Approve/ }));
  const sheet = phone.getByRole("dialog");
  await expect(sheet).toContainText("payments-api-2");
  const approved = grantOf(phone, "/api/requests/decide");
  await ben.tap(sheet.getByRole("button", { name: /^Approve/ }));

  await ana.click(page.getByRole("button", { name: "Open shell" }));
  await isAtPrompt(page);
  const seconds = (performance.now() - startedAt) / 1000;
  await endAccess(page, await approved);
  return {
    name: "engineer and approver, production",
    people: [counted("engineer", ana), counted("approver", ben)],
    seconds,
  };
}

/** The access that a page's next call gives: it is ended when the walk is over. */
async function grantOf(page: Page, call: string): Promise<string> {
  const answer = await page.waitForResponse((response) => response.url().endsWith(call));
  return String((await answer.json()).grantId);
}

async function homeOf(crew: Crew, ...[who, options]: Parameters<Crew["open"]>): Promise<Page> {
  const page = await crew.open(who, options);
  await page.goto("/");
  // Listens: what is pressed is heard, and what others do is shown.
  await expect(page.locator("[data-live]")).toHaveAttribute("data-live", "live");
  return page;
}

/** The shell has the keyboard: what is typed stands on its screen. */
async function isAtPrompt(page: Page): Promise<void> {
  const terminal = new Terminal(page);
  await expect(terminal.screen.locator(".xterm-rows")).toContainText("$");
  await terminal.isReady();
  await page.keyboard.type("echo here");
  await terminal.shows("echo here");
}

function counted(name: string, { keys, clicks, taps }: Presses) {
  return { name, keys, clicks, taps };
}

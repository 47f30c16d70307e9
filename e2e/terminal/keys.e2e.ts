import type { Page } from "@playwright/test";
import { BareTerminal } from "../support/bare-terminal";
import { KeyEvents } from "../support/key-events";
import { LAYOUTS } from "../support/key-table";
import { test } from "../support/shell";
import type { Terminal } from "../support/terminal";
import { expect } from "../world/fixtures";

/** Prints what it is typed up to each line feed (Control J), as hexadecimal bytes with a running number. */
const CATCHER = String.raw`stty raw -echo; LC_ALL=C; n=0; while IFS= read -r keys; do n=$((n+1)); printf '#%d:%s.\r\n' $n "$(printf '%s' "$keys" | od -An -v -tx1 -w999 | tr -d ' \n')"; done`;

class Caught {
  #count = 0;
  readonly #terminal: Terminal;

  private constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  static async start(terminal: Terminal): Promise<Caught> {
    await terminal.run(CATCHER);
    const caught = new Caught(terminal);
    // What is typed before the terminal is raw would be echoed and changed.
    await terminal.shows("while IFS");
    await expect(async () => {
      await terminal.page.keyboard.press("Control+j");
      caught.#count += 1;
      await expect(terminal.rows.filter({ hasText: `#${caught.#count}:` })).toBeVisible({ timeout: 2_000 });
    }).toPass();
    return caught;
  }

  /** What the shell has got since the last call. */
  async taken(): Promise<string> {
    await this.#terminal.page.keyboard.press("Control+j");
    this.#count += 1;
    const row = this.#terminal.rows.filter({ hasText: `#${this.#count}:` });
    await expect(row).toHaveText(/#\d+:[0-9a-f]*\./);
    return /:([0-9a-f]*)\./.exec((await row.textContent()) ?? "")?.[1] ?? "";
  }
}

const hex = (text: string) => Buffer.from(text, "utf8").toString("hex");

async function overrides(page: Page, platform: string): Promise<KeyEvents> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  return KeyEvents.of(page, platform);
}

for (const [layout, { platform, cases }] of Object.entries(LAYOUTS)) {
  test(`keys of ${layout} reach the shell as they reach whoever uses bare xterm.js`, async ({
    openShell,
  }) => {
    const { terminal, page } = await openShell();
    const barePage = await page.context().newPage();
    const [keys, bareKeys] = [await overrides(page, platform), await overrides(barePage, platform)];
    const bare = await BareTerminal.open(barePage);
    await page.reload();
    await terminal.isReady();
    const caught = await Caught.start(terminal);
    const seen: string[] = [];
    const wanted: string[] = [];
    for (const { name, strokes, bytes } of cases) {
      for (const stroke of strokes) {
        await keys.play(stroke);
        await bareKeys.play(stroke);
      }
      // xterm.js reads a composition in the browser's next turn.
      await expect.poll(() => bare.peek(), { timeout: 3_000 }).not.toBe("");
      seen.push(`${name}: ${await caught.taken()}, bare ${await bare.taken()}`);
      wanted.push(`${name}: ${hex(bytes)}, bare ${hex(bytes)}`);
    }
    bare.close();
    expect(seen).toEqual(wanted);
  });
}

test("with support for screen readers what is inserted without a key arrives once, and so do keys", async ({
  openShell,
}) => {
  const { terminal, page } = await openShell();
  await page.getByRole("button", { name: "Appearance" }).click();
  await page.getByRole("checkbox", { name: "Screen reader support" }).check();
  await page.keyboard.press("Escape");
  await terminal.focus();
  const keys = await KeyEvents.of(page, "Linux x86_64");
  const caught = await Caught.start(terminal);
  await keys.play({ kind: "insert", text: "🚒" });
  await page.keyboard.type("ab");
  await keys.play({ kind: "insert", text: "。" });
  expect(await caught.taken()).toBe(hex("🚒ab。"));
});

test.describe("Control V", () => {
  test("pastes on Windows, asks before several lines, and is the shell's when its person says so", async ({
    openShell,
  }) => {
    const { terminal, page } = await openShell();
    const keys = await overrides(page, "Win32");
    await page.reload();
    await terminal.isReady();
    await page.evaluate(() => navigator.clipboard.writeText("echo one\necho two"));
    await terminal.focus();
    await page.keyboard.press("Control+v");
    await expect(terminal.pasteDialog).toContainText("2 lines");
    await terminal.pasteDialog.getByRole("button", { name: "Cancel" }).click();
    const caught = await Caught.start(terminal);
    await page.evaluate(() => navigator.clipboard.writeText("one line"));
    await page.keyboard.press("Control+v");
    await expect(async () => expect(await caught.taken()).toBe(hex("one line"))).toPass();
    await page.getByRole("button", { name: "Appearance" }).click();
    await page.getByRole("checkbox", { name: "Ctrl V pastes" }).uncheck();
    await page.keyboard.press("Escape");
    await terminal.focus();
    await keys.play({ kind: "key", key: { key: "v", code: "KeyV", keyCode: 86, with: ["ctrl"] } });
    expect(await caught.taken()).toBe("16");
  });
});

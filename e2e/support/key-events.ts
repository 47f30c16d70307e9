import type { CDPSession, Page } from "@playwright/test";

/** One key as the browser is told of it, in the words of the DevTools protocol. */
export interface Key {
  key: string;
  code: string;
  keyCode: number;
  /** What it types, if anything. */
  text?: string;
  /** Modifiers that are down meanwhile. */
  with?: readonly Modifier[];
}

export type Modifier = "alt" | "ctrl" | "meta" | "shift" | "altgraph";

/** What a person does: keys one after the other, a text without a key, a composition with its end, a paste. */
export type Stroke =
  | { kind: "key"; key: Key }
  | { kind: "insert"; text: string }
  | { kind: "compose"; parts: readonly string[]; end: string }
  | { kind: "paste"; text: string };

const BITS = { alt: 1, ctrl: 2, meta: 4, shift: 8, altgraph: 0 } as const satisfies Record<Modifier, number>;
const MODIFIER_KEYS = {
  alt: { key: "Alt", code: "AltLeft", windowsVirtualKeyCode: 18 },
  ctrl: { key: "Control", code: "ControlLeft", windowsVirtualKeyCode: 17 },
  meta: { key: "Meta", code: "MetaLeft", windowsVirtualKeyCode: 91 },
  shift: { key: "Shift", code: "ShiftLeft", windowsVirtualKeyCode: 16 },
  altgraph: { key: "AltGraph", code: "AltRight", windowsVirtualKeyCode: 225 },
} as const satisfies Record<Modifier, object>;

/** The keyboard of a page, below what Playwright knows of layouts. */
export class KeyEvents {
  readonly #page: Page;
  readonly #cdp: CDPSession;

  private constructor(page: Page, cdp: CDPSession) {
    this.#page = page;
    this.#cdp = cdp;
  }

  /** @param platform what `navigator.platform` says from the next load on */
  static async of(page: Page, platform: string): Promise<KeyEvents> {
    const cdp = await page.context().newCDPSession(page);
    const userAgent = await page.evaluate(() => navigator.userAgent);
    await cdp.send("Emulation.setUserAgentOverride", { userAgent, platform });
    return new KeyEvents(page, cdp);
  }

  async play(stroke: Stroke): Promise<void> {
    switch (stroke.kind) {
      case "key":
        return this.#press(stroke.key);
      case "insert":
        await this.#cdp.send("Input.insertText", { text: stroke.text });
        return;
      case "compose":
        for (const text of stroke.parts)
          await this.#cdp.send("Input.imeSetComposition", {
            text,
            selectionStart: text.length,
            selectionEnd: text.length,
          });
        await this.#cdp.send("Input.insertText", { text: stroke.end });
        return;
      case "paste":
        await this.#page.evaluate((text) => navigator.clipboard.writeText(text), stroke.text);
        await this.#page.keyboard.press("Shift+Insert");
    }
  }

  async #press({ key, code, keyCode, text, with: held = [] }: Key): Promise<void> {
    let modifiers = 0;
    for (const modifier of held) {
      modifiers |= BITS[modifier];
      await this.#cdp.send("Input.dispatchKeyEvent", {
        type: "rawKeyDown",
        modifiers,
        ...MODIFIER_KEYS[modifier],
      });
    }
    const pressed = { key, code, windowsVirtualKeyCode: keyCode, modifiers };
    await this.#cdp.send("Input.dispatchKeyEvent", {
      ...pressed,
      ...(text === undefined ? { type: "rawKeyDown" } : { type: "keyDown", text, unmodifiedText: text }),
    });
    await this.#cdp.send("Input.dispatchKeyEvent", { ...pressed, type: "keyUp" });
    for (const modifier of [...held].reverse()) {
      modifiers &= ~BITS[modifier];
      await this.#cdp.send("Input.dispatchKeyEvent", {
        type: "keyUp",
        modifiers,
        ...MODIFIER_KEYS[modifier],
      });
    }
  }
}

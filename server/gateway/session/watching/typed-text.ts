const ESC = 0x1b;
const BEL = 0x07;

/**
 * Tells text from control characters and escape sequences, byte by byte, in what was typed (arrows, Alt, a paste's
 * brackets) as in what is printed (colours, titles). A sequence that was cut is gone on with.
 */
export class TypedText {
  #state: "text" | "escape" | "sequence" | "one more" | "string" | "string's end" = "text";

  /** @returns whether the byte is a character's that can be seen, or a part of one */
  take(byte: number): boolean {
    switch (this.#state) {
      case "text":
        if (byte === ESC) this.#state = "escape";
        return byte >= 0x20 && byte !== 0x7f;
      case "escape":
        this.#state = afterEscape(byte);
        return false;
      case "sequence":
        if (byte >= 0x40 && byte <= 0x7e) this.#state = "text";
        else if (byte === ESC) this.#state = "escape";
        return false;
      case "one more":
        this.#state = "text";
        return false;
      case "string":
        if (byte === BEL) this.#state = "text";
        else if (byte === ESC) this.#state = "string's end";
        return false;
      case "string's end":
        this.#state = byte === ESC ? "string's end" : "text";
        return false;
    }
  }
}

function afterEscape(byte: number) {
  if (byte === 0x5b) return "sequence"; // CSI
  if (byte === 0x4f || byte === 0x28 || byte === 0x29) return "one more"; // SS3, a character set
  if (byte === 0x5d || byte === 0x50 || byte === 0x5f || byte === 0x5e) return "string"; // OSC, DCS, APC, PM
  return byte === ESC ? "escape" : "text";
}

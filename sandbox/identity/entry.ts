import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Lets in only the browsers that have opened the address with a code that whoever started the provider was told. A
 * loopback address is open to every user of the machine, and the demo's people have no passwords. Without a code every
 * browser is let in.
 */
export class Entry {
  readonly #code: string | undefined;
  /** Cookies know no ports: two demos on one machine have one each. */
  readonly #name: string;

  constructor({ code, port }: { code: string | undefined; port: number }) {
    this.#code = code;
    this.#name = `demo_entry_${port}`;
  }

  /** @returns the cookie for a browser that brings the code, or undefined when it is another */
  admit(code: string): string | undefined {
    if (this.#code === undefined || !isSame(code, this.#code)) return undefined;
    // Lax: a browser comes to the chooser from the portal, which is another site. Gone with the browser's session.
    return `${this.#name}=${this.#pass(this.#code)}; Path=/; HttpOnly; SameSite=Lax`;
  }

  /** @param cookies the request's Cookie header */
  isOpenTo(cookies: string | undefined): boolean {
    if (this.#code === undefined) return true;
    const prefix = `${this.#name}=`;
    const brought = cookies?.split("; ").find((cookie) => cookie.startsWith(prefix));
    return brought !== undefined && isSame(brought.slice(prefix.length), this.#pass(this.#code));
  }

  /** Of the code, not a number of its own: a provider that is started again still knows its browsers. */
  #pass(code: string): string {
    return createHmac("sha256", code).update("a browser that opened the address").digest("base64url");
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

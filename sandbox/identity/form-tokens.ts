import { randomBytes } from "node:crypto";

const LIFETIME_MS = 60 * 60 * 1000;
const MOST = 500;

/** One-time tokens of forms: a page elsewhere can post a form here, but can't read the token it needs. */
export class FormTokens {
  readonly #now: () => number;
  readonly #tokens = new Map<string, { subject: string; expiresAtMs: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  issue(subject: string): string {
    const token = randomBytes(24).toString("base64url");
    this.#tokens.set(token, { subject, expiresAtMs: this.#now() + LIFETIME_MS });
    for (const oldest of this.#tokens.keys()) {
      if (this.#tokens.size <= MOST) break;
      this.#tokens.delete(oldest);
    }
    return token;
  }

  /** Uses a token up. @returns whether it was issued for this person, is unused and not too old */
  redeem(token: string, subject: string): boolean {
    const found = this.#tokens.get(token);
    this.#tokens.delete(token);
    return found !== undefined && found.subject === subject && found.expiresAtMs > this.#now();
  }
}

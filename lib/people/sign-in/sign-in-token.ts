import { createHash, randomBytes } from "node:crypto";

/** 256 bits: nobody guesses one, so its hash needs neither salt nor a slow function. */
const TOKEN_BYTES = 32;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** A token for one sign-in's cookie, base64url. It is given to the browser and kept nowhere else. */
export function newSignInToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

/** Whether a text can be a token of ours: anything else is not worth a look into the database. */
export function isSignInToken(text: string | undefined): text is string {
  return text !== undefined && SHAPE.test(text);
}

/** What stands in the row for a token: SHA-256, hexadecimal. Whoever reads the table can't sign in with it. */
export function tokenHash(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}

import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const keyPair = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

/** What is random per install and must not change over restarts. */
const installSchema = z.object({
  users: z.object({ operator: keyPair, gateway: keyPair, jobs: keyPair }),
  /** By account: what its roles ask for, so that nobody enters an account by another's. */
  externalIds: z.record(z.string(), z.string()),
});

/** How installs of one account were written. */
const earlierSchema = z.object({ users: installSchema.shape.users, externalId: z.string() });

export type Install = z.infer<typeof installSchema>;
export type KeyPair = z.infer<typeof keyPair>;

/**
 * Reads the install's secrets from the state folder, or makes them; an account that is new gets its external id.
 * @param accountIds the first is the one that earlier installs had
 */
export function openInstall(stateDir: string, accountIds: readonly string[]): Install {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 });
  chmodSync(stateDir, 0o700);
  const file = join(stateDir, "install.json");
  const found = existsSync(file) ? parseInstall(readFileSync(file, "utf8"), accountIds[0] ?? "") : undefined;
  const missing = accountIds.filter((accountId) => found?.externalIds[accountId] === undefined);
  if (found && missing.length === 0) return found;
  const install: Install = {
    users: found?.users ?? { operator: longTermKey(), gateway: longTermKey(), jobs: longTermKey() },
    externalIds: {
      ...found?.externalIds,
      ...Object.fromEntries(missing.map((id) => [id, `halligan-${randomBytes(12).toString("hex")}`])),
    },
  };
  writePrivateFile(file, JSON.stringify(install, null, 2));
  return install;
}

/** The external id of an account that the install has. */
export function externalIdOf(install: Install, accountId: string): string {
  const found = install.externalIds[accountId];
  if (found === undefined) throw new TypeError(`the install has no account ${accountId}`);
  return found;
}

function parseInstall(text: string, firstAccountId: string): Install {
  const raw: unknown = JSON.parse(text);
  const earlier = earlierSchema.safeParse(raw);
  if (!earlier.success) return installSchema.parse(raw);
  return { users: earlier.data.users, externalIds: { [firstAccountId]: earlier.data.externalId } };
}

/** Writes a whole file with mode 0600, so that a reader sees the old or the new one. */
export function writePrivateFile(file: string, text: string): void {
  const next = `${file}.next`;
  const descriptor = openSync(next, "w", 0o600);
  writeSync(descriptor, `${text}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(next, file);
}

function longTermKey(): KeyPair {
  return { accessKeyId: accessKeyId("AKIA"), secretAccessKey: secretAccessKey() };
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** `AKIA…` or `ASIA…`: twenty characters. */
export function accessKeyId(prefix: "AKIA" | "ASIA"): string {
  return prefix + [...randomBytes(16)].map((byte) => BASE32[byte % 32]).join("");
}

/** Forty characters, as AWS's. */
export function secretAccessKey(): string {
  return randomBytes(30).toString("base64");
}

/** The first eight hex digits of the SHA-256 of a document, which its name carries. */
export function contentMark(content: string): string {
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}

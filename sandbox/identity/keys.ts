import { generateKeyPairSync, type JsonWebKey, randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./files";

const saved = z.object({
  cookieKeys: z.array(z.string().min(32)).min(1),
  jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1) }),
});

export type Keys = z.infer<typeof saved>;

/**
 * Returns this installation's keys, made at the first start: each installation has its own, and tokens and
 * cookies stay valid over a restart.
 */
export function loadKeys(stateFolder: string): Keys {
  const path = join(stateFolder, "keys.json");
  const existing = readJson(path);
  if (existing !== undefined) return saved.parse(existing);
  const jwk: JsonWebKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
    format: "jwk",
  });
  const keys = saved.parse({
    cookieKeys: [randomBytes(32).toString("base64url")],
    jwks: { keys: [{ ...jwk, use: "sig", alg: "RS256", kid: randomBytes(8).toString("hex") }] },
  });
  writeJson(path, keys);
  return keys;
}

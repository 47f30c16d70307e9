import { generateX25519Identity, identityToRecipient } from "age-encryption";

/** A custodian's pair of keys as age has them: the private identity, and the public recipient for INPUT_RECIPIENTS. */
export async function makeCustodianKeys(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

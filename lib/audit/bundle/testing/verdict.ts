import { expect } from "vitest";
import { trustedAlways } from "../../heads/trusted-keys";
import { verifyBundle } from "../verify-bundle";
import { type Made, makeBundle, packed, signer } from "./bundle";

export const KEYS = [trustedAlways(signer.key)];

/** What the verifier says of a file, in short. */
export async function verify(
  file: Uint8Array,
  { keys = KEYS, anchors = null as readonly string[] | null } = {},
) {
  async function* chunks() {
    // Neither blocks nor lines end where chunks do.
    for (let at = 0; at < file.length; at += 700) yield file.subarray(at, at + 700);
  }
  const { isVerified, steps } = await verifyBundle(chunks(), { keys, anchors });
  const failed = steps.filter(({ verdict }) => verdict === "failed");
  expect(failed.length).toBe(isVerified ? 0 : 1);
  return { isVerified, steps, fault: failed[0] && `${failed[0].step} ${failed[0].first?.item}` };
}

/** What somebody does who also makes the manifest fit. */
export const changed = (change: (made: Made) => void): Uint8Array => {
  const made = makeBundle();
  change(made);
  return packed(made);
};
/** Its lines, to be spoiled. */
export const lines = (made: Made) => made.lines as unknown as Record<string, Record<string, unknown>>[];
export const nth = (made: Made, kind: string, index: number) => {
  const found = lines(made).filter((line) => kind in line)[index];
  if (!found) throw new TypeError(`there is no ${kind} ${index}`);
  return found;
};

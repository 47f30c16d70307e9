import type { InputRecipient } from "@/lib/kernel/config/input/input-settings";
import { makeCustodianKeys } from "../custodian-keys";

export interface Custodian {
  recipient: InputRecipient;
  identity: string;
}

/** People whose keys were made for a test. */
export function custodians(...names: string[]): Promise<Custodian[]> {
  return Promise.all(
    names.map(async (name) => {
      const { identity, recipient } = await makeCustodianKeys();
      return { recipient: { name, key: recipient }, identity };
    }),
  );
}

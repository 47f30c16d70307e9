import { inTransaction } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { saveAccount } from "../store";

/** Writes down the accounts that the settings name, so that whatever is read of one first finds it there. */
export async function declareAccounts(): Promise<void> {
  await inTransaction(async (tx) => {
    for (const account of config().HALLIGAN_ACCOUNTS) await saveAccount(tx, account);
  });
}

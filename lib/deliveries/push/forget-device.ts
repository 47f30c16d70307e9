import { inTransaction } from "@/lib/db/client";
import { type Device, deleteDevice } from "./store";

/** A browser that is reached no more, or never could be: its person turned it off there, or sent something else. */
export async function forgetDevice({ id }: Device): Promise<void> {
  await inTransaction((tx) => deleteDevice(tx, id));
}

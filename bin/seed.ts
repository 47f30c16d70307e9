import { closeDatabase } from "@/lib/db/client";
import { config } from "@/lib/kernel/config/config";
import { writeHistory } from "@/prisma/seed";
import { print, printError } from "./output";

/** Writes a little history, once. */
export async function seed(): Promise<number> {
  if (config().HALLIGAN_WORLD !== "sandbox") {
    printError("Invented history belongs to the sandbox only: HALLIGAN_WORLD is not sandbox.");
    return 1;
  }
  try {
    const written = await writeHistory();
    print(written ? "A little history is written." : "There is history already; nothing was written.");
    return 0;
  } finally {
    await closeDatabase();
  }
}

import { reading } from "@/lib/db/client";
import { AppError } from "@/lib/kernel/errors";
import { readDurabilitySettings } from "./store";

/**
 * Whether a commit of this connection means "on disk" (invariant 4).
 * @throws AppError NOT_DURABLE naming the setting that is off
 */
export async function checkDurability(): Promise<void> {
  const settings = await readDurabilitySettings(reading());
  for (const [name, value] of Object.entries(settings))
    if (value === "off")
      throw new AppError("NOT_DURABLE", `the database's ${name} is off: a commit is not on disk`);
}

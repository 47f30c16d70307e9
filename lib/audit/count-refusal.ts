import { reading } from "@/lib/db/client";
import type { ErrorCode } from "@/lib/kernel/errors";
import { raiseRefusals } from "./store";

/** Counts a refusal of a caller we don't know: one row per code and hour, so that a flood can't fill the audit. */
export async function countAnonymousRefusal(code: ErrorCode): Promise<void> {
  await raiseRefusals(reading(), code);
}

import type { z } from "zod";
import { AppError } from "@/lib/kernel/errors";

/** @throws AppError INVALID_INPUT with the paths of the fields */
export function parseInput<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "body"))];
  throw new AppError("INVALID_INPUT", `input: ${fields.join(", ")}`, { params: { fields } });
}

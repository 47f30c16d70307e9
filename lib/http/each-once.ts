import { AppError } from "@/lib/kernel/errors";

/**
 * The query of an address by name.
 * @throws AppError INVALID_INPUT with the names that are there twice: which of the values was meant, nobody knows
 */
export function eachOnce(query: URLSearchParams): Record<string, string> {
  const names = [...query.keys()];
  const fields = [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
  if (fields.length > 0)
    throw new AppError("INVALID_INPUT", `twice: ${fields.join(", ")}`, { params: { fields } });
  return Object.fromEntries(query);
}

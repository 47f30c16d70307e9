import { z } from "zod";
import { AwsError } from "../../wire/aws-error";

/** EC2's `Filter.N`. */
export const filters = z
  .array(z.object({ Name: z.string(), Value: z.array(z.string()).max(200).default([]) }))
  .max(50)
  .default([]);

/** Filter values may hold `*` and `?`. */
export function anyMatches(patterns: string[], value: string | undefined): boolean {
  if (value === undefined) return false;
  return patterns.some((pattern) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    return new RegExp(`^${source}$`, "s").test(value);
  });
}

export function filtersForTrail(list: z.infer<typeof filters>): object {
  return {
    items: list.map(({ Name, Value }) => ({
      name: Name,
      valueSet: { items: Value.map((value) => ({ value })) },
    })),
  };
}

/** What may be done and was only asked about is answered as an error. */
export function refuseDryRun(flag: string | undefined): void {
  if (flag === "true")
    throw new AwsError("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);
}

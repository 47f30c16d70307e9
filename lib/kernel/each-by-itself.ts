/**
 * Works on things one after the other: one that fails holds up none after it.
 * @throws what failed, at the end: of several an AggregateError
 */
export async function eachByItself<T>(
  things: readonly T[],
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const thing of things)
    await work(thing).catch((error: unknown) => {
      failures.push(error);
    });
  if (failures.length > 1)
    throw new AggregateError(
      failures,
      `${failures.length} failed, the first with: ${messageOf(failures[0])}`,
    );
  if (failures.length === 1) throw failures[0];
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

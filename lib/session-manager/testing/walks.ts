/** Every way through at most so many steps, the empty one too. */
export function walks<Step>(steps: readonly Step[], length: number): Step[][] {
  if (length === 0) return [[]];
  const shorter = walks(steps, length - 1);
  const longest = shorter.filter((walk) => walk.length === length - 1);
  return [...shorter, ...longest.flatMap((walk) => steps.map((step) => [...walk, step]))];
}

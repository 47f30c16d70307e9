/**
 * The user on the nodes that a request, or what is left of one, is for.
 * @param about.osUsers those it could be narrowed to, least mighty first, and last the one it is for
 * @returns null: none is named
 */
export function osUserOf({ osUsers }: { readonly osUsers: readonly string[] }): string | null {
  return osUsers.at(-1) ?? null;
}

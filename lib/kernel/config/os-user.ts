import { z } from "zod";

/** A user on nodes, by name. Never root: its work would be nobody's, and no lesser user could be told from it. */
export const osUserSchema = z
  .string()
  .regex(/^[a-z_][\w.-]{0,31}$/i, "must be the name of a user on nodes")
  .refine((name) => name.toLowerCase() !== "root", "can't be root");

/** The users on nodes that an account names, least mighty first; empty: the session document alone says which. */
export const osUsersSchema = z.array(osUserSchema).max(5).default([]);

/**
 * What contradicts itself in one account: two sources for one default, or a user twice.
 * @returns problems in words
 */
export function osUserProblems(account: {
  osUsers: readonly string[];
  sessionDocument: { runAs?: string | undefined };
}): string[] {
  const { osUsers, sessionDocument } = account;
  return [
    ...(osUsers.length > 0 && sessionDocument.runAs !== undefined
      ? ["names osUsers, so sessionDocument.runAs can't be there too: the first of osUsers is the default"]
      : []),
    ...(new Set(osUsers).size < osUsers.length ? ["names one of its osUsers twice"] : []),
  ];
}

/**
 * A request may name nodes of several accounts, and a lesser user must be lesser in all of them.
 * @returns problems in words
 */
export function osUserOrderProblems(
  accounts: readonly { name: string; osUsers: readonly string[] }[],
): string[] {
  return accounts.flatMap((first, at) =>
    accounts.slice(at + 1).flatMap((second) => {
      const [here, there] = [common(first.osUsers, second.osUsers), common(second.osUsers, first.osUsers)];
      return here.join() === there.join()
        ? []
        : [
            `accounts "${first.name}" and "${second.name}" name osUsers in different orders; the least comes first`,
          ];
    }),
  );
}

/** Those of the first list that the second has too, in the first's order. */
export function common(first: readonly string[], second: readonly string[]): string[] {
  return first.filter((name) => second.includes(name));
}

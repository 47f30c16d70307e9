import { config } from "@/lib/kernel/config/config";
import { common } from "@/lib/kernel/config/os-user";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";

/**
 * The users that a shell could be on all of the nodes, least mighty first; empty where their accounts name none.
 * @returns OS_USER_UNAVAILABLE with why: differ, where the accounts have no user in common
 */
export function sharedOsUsers(nodes: readonly { accountId: string }[]): Verdict<readonly string[]> {
  const ids = [...new Set(nodes.map(({ accountId }) => accountId))];
  const [first = [], ...others] = ids.map((id) => osUsersOf(config().HALLIGAN_ACCOUNTS, id));
  const shared = others.reduce<readonly string[]>(common, first);
  const isNone = shared.length === 0 && [first, ...others].some((osUsers) => osUsers.length > 0);
  return isNone ? refuse("OS_USER_UNAVAILABLE", { why: "differ" }) : allow(shared);
}

export interface AccountUsers {
  readonly accountId: string;
  readonly osUsers: readonly string[];
}

/** Those that an account names; none where it is not connected. */
export function osUsersOf(accounts: readonly AccountUsers[], accountId: string): readonly string[] {
  return accounts.find((account) => account.accountId === accountId)?.osUsers ?? [];
}

/**
 * The user that is asked for, with those below it: the approvers may leave one of them.
 * @param wanted undefined: the least
 * @returns OS_USER_UNAVAILABLE with why: unknown
 */
export function askedOsUsers(
  shared: readonly string[],
  wanted: string | undefined,
): Verdict<readonly string[]> {
  if (wanted === undefined) return allow(shared.slice(0, 1));
  const place = shared.indexOf(wanted);
  return place === -1
    ? refuse("OS_USER_UNAVAILABLE", { why: "unknown", osUser: wanted, users: shared })
    : allow(shared.slice(0, place + 1));
}

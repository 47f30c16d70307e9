import { reading } from "@/lib/db/client";
import { config, type Role } from "@/lib/kernel/config/config";
import { findAdministratorNames } from "./store";

export interface WhoGives {
  /** Groups of the identity provider that make one of the roles. */
  groups: string[];
  /** Administrators who could say how to get into them: a few names. */
  administrators: string[];
}

const MOST_NAMES = 5;
const MAX_AGE_MS = 60_000;

let known: { at: number; names: Promise<string[]> } | undefined;

/** Who can help somebody who lacks one of these roles. Names are up to a minute old: every page carries this answer. */
export async function readWhoGives(roles: readonly Role[]): Promise<WhoGives> {
  const groups = [...new Set(roles.flatMap((role) => config().HALLIGAN_ROLES[role]))];
  return { groups, administrators: await administrators() };
}

async function administrators(): Promise<string[]> {
  if (known && Date.now() - known.at < MAX_AGE_MS) return known.names;
  const asked = { at: Date.now(), names: findAdministratorNames(reading(), MOST_NAMES) };
  known = asked;
  asked.names.catch(() => {
    if (known === asked) known = undefined;
  });
  return asked.names;
}

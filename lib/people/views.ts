import type { Role } from "@/lib/kernel/config/config";
import type { Person } from "./store";

/** What the list of people can be narrowed to. */
export const PERSON_STATES = ["signed-in", "without-role", "disabled"] as const;
export type PersonState = (typeof PERSON_STATES)[number];

export interface PersonFilters {
  /** Words, each of which stands in name, mail address or a group. */
  search?: string;
  role?: Role;
  state?: PersonState;
}

/** Somebody in the list. Names, addresses and groups are the provider's words: text. */
export interface PersonRow
  extends Pick<
    Person,
    "id" | "name" | "email" | "roles" | "groups" | "groupsReadAt" | "isDisabled" | "disabledAt"
  > {
  lastSignInAt: Date | null;
  /** Sign-ins that run now. */
  signIns: number;
}

export interface PersonDetail extends Person {
  /** What they did here, ever. */
  history: { requests: number; sessions: number; decisions: number; reviews: number };
  /** Their ten youngest sign-ins. */
  signIns: {
    id: string;
    startedAt: Date;
    expiresAt: Date;
    endedAt: Date | null;
    endReason: string | null;
    isRunning: boolean;
  }[];
}

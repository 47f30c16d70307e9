import type { Role } from "@/lib/kernel/config/config";
import { NAVIGATION, type NavId } from "./navigation";

interface Route {
  path: string;
  who: "anyone" | "signed-in" | readonly Role[];
}

/** The parts of the portal whose page is open to these roles. Home is everybody's: it says why there is nothing else. */
export function partsFor(roles: readonly Role[], routes: readonly Route[]): NavId[] {
  return NAVIGATION.filter(({ id, href }) => {
    const who = routes.find(({ path }) => path === href)?.who;
    if (id === "home" || who === "anyone" || who === "signed-in") return true;
    return who?.some((role) => roles.includes(role)) ?? false;
  }).map(({ id }) => id);
}

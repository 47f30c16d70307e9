import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { PersonActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import { actorFromCookies } from "@/lib/people/actor";
import { PATH_HEADER, requestIdFrom } from "./request-id";

/**
 * Who asks for this page; somebody who isn't signed in is sent to the sign-in page, and back here afterwards.
 * Asked once per request, however many components ask. Only for server components.
 */
export const pageActor = cache(async (): Promise<PersonActor> => {
  const sent = await headers();
  try {
    return await actorFrom(sent);
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "NOT_SIGNED_IN") redirect(`/sign-in?callbackUrl=${encodeURIComponent(pathOf(sent))}`);
    if (error.code === "PERSON_DISABLED") redirect("/sign-in?error=PERSON_DISABLED");
    throw error;
  }
});

/** Who asks, or null: for the frame around pages that anybody may see, the sign-in page above all. */
export const actorOrNobody = cache(async (): Promise<PersonActor | null> => {
  try {
    return await actorFrom(await headers());
  } catch (error) {
    if (isAppError(error) && (error.code === "NOT_SIGNED_IN" || error.code === "PERSON_DISABLED"))
      return null;
    throw error;
  }
});

async function actorFrom(sent: Headers): Promise<PersonActor> {
  const pairs = (await cookies()).getAll().map(({ name, value }) => [name, value] as const);
  return actorFromCookies(Object.fromEntries(pairs), requestIdFrom(sent));
}

function pathOf(sent: Headers): string {
  const path = sent.get(PATH_HEADER) ?? "/";
  return path.startsWith("/") && !path.startsWith("//") ? path : "/";
}

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { PersonActor } from "@/lib/kernel/actor";
import { isAppError } from "@/lib/kernel/errors";
import { actorFromCookies } from "@/lib/people/actor";
import { currentLanguage, type Language } from "@/messages/language";
import { PATH_HEADER, requestIdFrom } from "../request-id";
import { markFailure } from "./page-failure";
import { speakTo } from "./request-language";

/**
 * Who asks for this page; somebody who isn't signed in is sent to the sign-in page, and back here afterwards.
 * Asked once per request, however many components ask. Only for server components.
 */
export const pageActor = cache(async (): Promise<PersonActor> => {
  try {
    return await readActor();
  } catch (error) {
    const sent = await headers();
    if (!isAppError(error)) throw markFailure(error, requestIdFrom(sent));
    if (error.code === "NOT_SIGNED_IN") redirect(`/sign-in?callbackUrl=${encodeURIComponent(pathOf(sent))}`);
    if (error.code === "PERSON_DISABLED") redirect("/sign-in?error=PERSON_DISABLED");
    throw markFailure(error, requestIdFrom(sent));
  }
});

/** Who asks, or null: for the frame around pages that anybody may see, the sign-in page above all. */
export const actorOrNobody = cache(async (): Promise<PersonActor | null> => {
  try {
    return await readActor();
  } catch (error) {
    if (isAppError(error) && (error.code === "NOT_SIGNED_IN" || error.code === "PERSON_DISABLED"))
      return null;
    throw error;
  }
});

/**
 * The language of this page: the person's own, else the browser's. A page is answered also while nobody can say who
 * asks: then it speaks as the browser wishes.
 */
export async function pageLanguage(): Promise<Language> {
  try {
    await actorOrNobody();
  } catch {
    // Whoever needs the actor meets the same failure, and has the error page for it.
  }
  return currentLanguage();
}

/** Asked once per request, however many components ask. */
const readActor = cache(async (): Promise<PersonActor> => {
  const sent = await headers();
  const pairs = (await cookies()).getAll().map(({ name, value }) => [name, value] as const);
  const actor = await actorFromCookies(Object.fromEntries(pairs), requestIdFrom(sent));
  speakTo(actor.language);
  return actor;
});

/** The path that was asked for, with its query. */
export async function askedPath(): Promise<string> {
  return pathOf(await headers());
}

function pathOf(sent: Headers): string {
  const path = sent.get(PATH_HEADER) ?? "/";
  return path.startsWith("/") && !path.startsWith("//") ? path : "/";
}

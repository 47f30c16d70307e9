import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Mark } from "@/components/frame/logo";
import { Notice } from "@/components/ui/notice";
import { actorOrNobody } from "@/lib/http/page/page";
import { LANGUAGE_COOKIE, readLanguage } from "@/messages/language";
import { errorSentence, t } from "@/messages/translate";
import { SignInButton } from "./sign-in-button";
import { SignInLanguage } from "./sign-in-language";

export const generateMetadata = (): Metadata => ({ title: t("pages.signIn.title") });

interface SignInProps {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string | string[] }>;
}

/** The only page for somebody who is not signed in. */
export default async function SignInPage({ searchParams }: SignInProps) {
  const { callbackUrl, error } = await searchParams;
  const target = localPath(callbackUrl);
  if (await actorOrNobody()) redirect(target);
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-5 px-4 py-12">
      <h1 className="flex items-center gap-2 font-semibold text-2xl">
        <Mark />
        {t("app.name")}
      </h1>
      <p className="text-soft">{t("pages.signIn.lead")}</p>
      {typeof error === "string" && (
        <Notice tone="red" role="alert">
          {errorSentence(/^[A-Z_]+$/.test(error) ? error : "PROVIDER_UNAVAILABLE")}
        </Notice>
      )}
      <SignInButton callbackUrl={target} />
      <SignInLanguage language={readLanguage((await cookies()).get(LANGUAGE_COOKIE)?.value) ?? null} />
    </main>
  );
}

/** Only a path of our own: an address from the query could lead anywhere. */
function localPath(value: string | string[] | undefined): string {
  if (typeof value !== "string") return "/";
  try {
    const url = new URL(value, "http://local.invalid");
    return url.origin === "http://local.invalid" ? `${url.pathname}${url.search}` : "/";
  } catch {
    return "/";
  }
}

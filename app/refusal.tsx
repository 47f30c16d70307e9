import Link from "next/link";
import { t } from "@/messages/translate";

/** In the place of a page that is not there, or not for this person: what, why, and what to do. */
export function Refusal({ kind }: { kind: "forbidden" | "notFound" }) {
  return (
    <div data-empty={kind} className="grid max-w-prose gap-3 py-10">
      <h1 className="font-semibold text-xl">{t(`pages.${kind}`)}</h1>
      <p className="text-soft">{t(`pages.${kind}.hint`)}</p>
      <p>
        <Link href="/" className="underline underline-offset-4">
          {t("pages.home")}
        </Link>
      </p>
    </div>
  );
}

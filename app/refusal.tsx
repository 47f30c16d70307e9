import Link from "next/link";
import { EmptyState } from "@/components/ui/empty-state";
import { t } from "@/messages/translate";

/** In the place of a page that is not there, or not for this person. */
export function Refusal({ kind }: { kind: "forbidden" | "notFound" }) {
  return (
    <main className="mx-auto grid max-w-2xl gap-4 px-4 py-12">
      <h1 className="font-semibold text-xl">{t(`pages.${kind}`)}</h1>
      <EmptyState
        kind={kind === "forbidden" ? "no-permission" : "nothing"}
        action={
          <Link href="/" className="underline underline-offset-4">
            {t("pages.home")}
          </Link>
        }
      >
        {t(`pages.${kind}.hint`)}
      </EmptyState>
    </main>
  );
}

import { Lock, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import Link from "@/components/ui/controls/link";
import { t } from "@/messages/translate";

const ICON = { forbidden: Lock, notFound: SearchX } as const;

/** In the place of a page that is not there, or not for this person: what, why, and what to do. */
export function Refusal({ kind, children }: { kind: keyof typeof ICON; children?: ReactNode }) {
  const Icon = ICON[kind];
  return (
    <div data-empty={kind} className="grid max-w-prose gap-3 py-10">
      <h1 className="flex items-center gap-2 font-semibold text-xl">
        <Icon aria-hidden className="size-5 shrink-0 text-faint" />
        {t(`pages.${kind}`)}
      </h1>
      {children ?? <p className="text-soft">{t(`pages.${kind}.hint`)}</p>}
      <p>
        <Link href="/" className="underline underline-offset-4">
          {t("pages.home")}
        </Link>
      </p>
    </div>
  );
}

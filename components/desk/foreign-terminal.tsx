import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import type { SessionDetail } from "@/lib/sessions/views";
import { t } from "@/messages/translate";

/** In the place of a terminal that is somebody else's: whose it is, and where it can be seen. */
export function ForeignTerminal({ session }: { session: SessionDetail }) {
  return (
    <main data-empty="no-permission" className="mx-auto grid max-w-2xl justify-items-start gap-3 px-4 py-10">
      <h1 className="font-semibold text-xl">
        {t("terminal.foreign", { person: session.person?.name ?? t("session.imported.person") })}
      </h1>
      <p className="text-soft">{t("terminal.foreign.hint")}</p>
      <div className="flex flex-wrap gap-2">
        <Link href={`/sessions/${session.id}`} className={buttonClass("primary", "large")}>
          {t("terminal.foreign.session")}
        </Link>
        <Link href="/" className={buttonClass("secondary", "large")}>
          {t("terminal.home")}
        </Link>
      </div>
    </main>
  );
}

import { KeyRound } from "lucide-react";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { Time } from "@/components/ui/time/time";
import type { OwnPasskeys, PasskeyRow } from "@/lib/step-up/passkeys/views";
import { t } from "@/messages/translate";

interface PasskeyListProps {
  own: OwnPasskeys;
  change: (passkey: { id: string; name: string; counts: boolean }) => ReactNode;
  add: ReactNode;
}

/** A person's passkeys, each with what is known of it. */
export function PasskeyList({ own, change, add }: PasskeyListProps) {
  return (
    <div className="grid max-w-3xl gap-6">
      {own.passkeys.length === 0 ? (
        <EmptyState kind="nothing" title={t("passkeys.none")}>
          {t("passkeys.none.what")}
        </EmptyState>
      ) : (
        <ul aria-label={t("passkeys.title")}>
          {own.passkeys.map((passkey) => (
            <li
              key={passkey.id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-line border-b py-2.5"
            >
              <KeyRound aria-hidden className="size-4 shrink-0 text-soft" />
              <span className="grid min-w-0 flex-1 basis-48 gap-0.5">
                <bdi className="font-medium [overflow-wrap:anywhere]">{passkey.name}</bdi>
                <span className="text-soft text-sm">
                  <Facts passkey={passkey} />
                </span>
              </span>
              {change({ id: passkey.id, name: passkey.name, counts: passkey.counts })}
            </li>
          ))}
        </ul>
      )}
      {add}
    </div>
  );
}

function Facts({ passkey }: { passkey: PasskeyRow }) {
  const { counts, countsFrom, createdAt, lastUsedAt, isSynced } = passkey;
  if (!counts)
    return (
      <span className="text-amber">
        {t("passkeys.waits")} <Time at={countsFrom} as="both" />
      </span>
    );
  return (
    <>
      {t("passkeys.added")} <Time at={createdAt} />
      {" · "}
      {lastUsedAt === null ? (
        t("passkeys.unused")
      ) : (
        <>
          {t("passkeys.used")} <Time at={lastUsedAt} />
        </>
      )}
      {isSynced && ` · ${t("passkeys.synced")}`}
    </>
  );
}

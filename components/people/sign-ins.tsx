import type { ReactNode } from "react";
import { Time } from "@/components/ui/time/time";
import type { PersonDetail } from "@/lib/people/views";
import { t, wordFor } from "@/messages/translate";

type SignIn = PersonDetail["signIns"][number];

export interface SignInsProps {
  signIns: readonly SignIn[];
  /** The sign-in by which the reader reads this. */
  ownSignInId: string;
  /** Ends one that is active; not the reader's own, which signing out ends. */
  revoke: (signIn: SignIn) => ReactNode;
}

/** Where and since when somebody is signed in, and how earlier sign-ins ended. */
export function SignIns({ signIns, ownSignInId, revoke }: SignInsProps) {
  if (signIns.length === 0) return <p className="pt-3 text-soft">{t("people.signIns.none")}</p>;
  return (
    <ul aria-label={t("people.signIns")}>
      {signIns.map((signIn) => (
        <li
          key={signIn.id}
          className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-line border-b py-1.5 text-sm"
        >
          <Time at={signIn.startedAt} as="absolute" />
          <span className="min-w-0 flex-1 text-soft">
            <End signIn={signIn} />
          </span>
          {signIn.isRunning &&
            (signIn.id === ownSignInId ? (
              <span className="text-faint">{t("people.signIn.own")}</span>
            ) : (
              revoke(signIn)
            ))}
        </li>
      ))}
    </ul>
  );
}

function End({ signIn }: { signIn: SignIn }) {
  if (signIn.isRunning)
    return (
      <span className="text-green">
        {t("people.signIn.runs")} <Time at={signIn.expiresAt} as="both" />
      </span>
    );
  if (signIn.endedAt === null)
    return (
      <>
        {t("people.signIn.expired")} <Time at={signIn.expiresAt} />
      </>
    );
  return (
    <>
      {signIn.endReason === null ? t("people.signIn.ended") : wordFor("people.signIn.why", signIn.endReason)}{" "}
      <Time at={signIn.endedAt} />
    </>
  );
}

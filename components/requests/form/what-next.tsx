import { Eye, Keyboard, Timer, Users } from "lucide-react";
import type { ReactNode } from "react";
import { Time } from "@/components/ui/time/time";
import type { RequestOffer } from "@/lib/grants/requesting/offer-request";
import type { OnCallNow } from "@/lib/people/on-call/views";
import type { PersonPresence, RequestDeciders, WindowStart } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";

interface WhatNextProps {
  offer: RequestOffer;
  windowSeconds: number;
  windowStart: WindowStart;
}

/** What happens after pressing the button: who can approve and whether they are there, when time runs, what is kept. */
export function WhatNext({ offer, windowSeconds, windowStart }: WhatNextProps) {
  const { deciders, obligations, startWithinSeconds, ask, presence, onCall, osUsers } = offer;
  if (!obligations) {
    // Nothing chosen yet is no refusal.
    if (ask.allowed || ask.code === "INVALID_INPUT") return null;
    return (
      <p role="status" className="text-amber">
        {errorSentence(ask.code, ask.params)}
      </p>
    );
  }
  return (
    <ul aria-label={t("request.next")} className="grid gap-1.5 text-sm text-soft">
      <Line icon={<Users aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />}>
        {isGrantedByRule(offer)
          ? t("request.next.rule")
          : deciders.map((one) => (
              <Deciders key={one.groups.join()} deciders={one} presence={presence} onCall={onCall} />
            ))}
      </Line>
      <Line icon={<Timer aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />}>
        {t(`request.next.${isGrantedByRule(offer) ? "rule." : ""}${windowStart}`, {
          windowSeconds,
          startWithinSeconds,
        })}{" "}
        {osUsers && <bdi>{t("request.access.osUser", { osUser: osUsers.chosen })}</bdi>}
      </Line>
      <Line icon={<Eye aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />}>
        {t("request.next.review")}
      </Line>
      {obligations.inputRecording === "kept" && (
        <Line icon={<Keyboard aria-hidden className="mt-0.5 size-3.5 shrink-0 text-faint" />}>
          <strong className="font-medium text-ink">{t("request.next.kept")}</strong>
        </Line>
      )}
    </ul>
  );
}

/** Whether sending the request is enough: nobody has to approve it. */
export function isGrantedByRule({ obligations, deciders }: RequestOffer): boolean {
  return obligations !== null && deciders.length === 0;
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2.5">
      {icon}
      <span className="min-w-0">{children}</span>
    </li>
  );
}

const MOST_PEOPLE = 4;

function Deciders({
  deciders,
  presence,
  onCall,
}: {
  deciders: RequestDeciders;
  presence: readonly PersonPresence[];
  onCall: readonly OnCallNow[];
}) {
  const { count, groups, people } = deciders;
  if (people.length === 0)
    return (
      <span className="block">
        {t("request.needs", { count, groups })}: {t("request.needs.nobody")}
      </span>
    );
  return (
    <span className="block">
      {t("request.needs", { count, groups })}:{" "}
      {people.slice(0, MOST_PEOPLE).map(({ id, name }, index) => {
        const seen = presence.find(({ personId }) => personId === id);
        return (
          <span key={id}>
            {index > 0 && ", "}
            <bdi className="font-medium text-ink">{name}</bdi>
            {onCall.some(({ personId }) => personId === id) && ` (${t("request.needs.onCall")})`}
            {seen?.isSignedIn && ` (${t("request.needs.here")})`}
            {seen && !seen.isSignedIn && seen.lastSignInAt && (
              <>
                {" "}
                ({t("request.needs.lastSignIn")} <Time at={seen.lastSignInAt} />)
              </>
            )}
          </span>
        );
      })}
      {people.length > MOST_PEOPLE && `, ${t("request.needs.more", { count: people.length - MOST_PEOPLE })}`}
    </span>
  );
}

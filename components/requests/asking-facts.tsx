import Link from "next/link";
import { buttonClass } from "@/components/ui/controls/button-class";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time/time";
import type { RequestOffer } from "@/lib/grants/requesting/offer-request";
import type { RequestDeciders, WindowStart } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";

/** That there is nothing to ask for: an access is there already, or waits for its yes. */
export function AlreadyThere({ running, waiting }: Pick<RequestOffer, "running" | "waiting">) {
  if (running)
    return (
      <Notice
        tone="green"
        role="status"
        action={
          <Link href={`/requests/${running.requestId}`} className={buttonClass("primary")}>
            {t("request.running.open")}
          </Link>
        }
      >
        {t("request.running")} <Time at={running.endsAt} as="both" />
      </Notice>
    );
  if (waiting)
    return (
      <Notice
        tone="blue"
        role="status"
        action={
          <Link href={`/requests/${waiting.id}`} className={buttonClass()}>
            {t("request.waiting.show")}
          </Link>
        }
      >
        {t("request.waiting")} <Time at={waiting.createdAt} />
      </Notice>
    );
  return null;
}

interface WhatNextProps {
  offer: Pick<RequestOffer, "deciders" | "obligations" | "startWithinSeconds" | "ask">;
  windowSeconds: number;
  windowStart: WindowStart;
}

/** What happens after pressing the button, in words. */
export function WhatNext({ offer, windowSeconds, windowStart }: WhatNextProps) {
  const { deciders, obligations, startWithinSeconds, ask } = offer;
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
    <section aria-label={t("request.next")} className="grid gap-1">
      <h2 className="font-medium">{t("request.next")}</h2>
      <ol className="grid list-decimal gap-1 pl-5 text-soft">
        <li>
          {deciders.length === 0
            ? t("request.next.rule")
            : deciders.map((one) => (
                <span key={one.groups.join()} className="block">
                  {t("request.needs", { count: one.count, groups: one.groups })} · {peopleOf(one)}
                </span>
              ))}
        </li>
        <li>
          {windowStart === "approval"
            ? t("request.next.approval", { windowSeconds })
            : t("request.next.first-use", { windowSeconds, startWithinSeconds })}
        </li>
        <li>{t("request.next.review")}</li>
      </ol>
    </section>
  );
}

/** Who could say yes. */
export function peopleOf({ people }: Pick<RequestDeciders, "people">): string {
  if (people.length === 0) return t("request.needs.nobody");
  return t("request.needs.people", { people: people.map((person) => person.name) });
}

import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time/time";
import type { RequestOffer } from "@/lib/grants/requesting/offer-request";
import type { RequestDeciders } from "@/lib/requests/views";
import { t } from "@/messages/translate";

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

/** Who could say yes. */
export function peopleOf({ people }: Pick<RequestDeciders, "people">): string {
  if (people.length === 0) return t("request.needs.nobody");
  return t("request.needs.people", { people: people.map((person) => person.name) });
}

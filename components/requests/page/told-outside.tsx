import { DELIVERY_LOOK } from "@/components/badges/delivery";
import { StorySection } from "@/components/ui/layout/story";
import { StateBadge } from "@/components/ui/state-badge";
import { Moment } from "@/components/ui/time/moment";
import type { DeliveryTry, DeliveryView } from "@/lib/deliveries/views";
import { t } from "@/messages/translate";

const MOST = 20;

/** Who was told of a request outside the portal, by which way, and how that went: each with its tries. */
export function ToldOutside({ deliveries }: { deliveries: readonly DeliveryView[] }) {
  if (deliveries.length === 0) return null;
  const rest = deliveries.length - MOST;
  return (
    <StorySection title={t("delivery.title")} count={deliveries.length}>
      <ul className="divide-y divide-line border-line border-y text-sm">
        {deliveries.slice(0, MOST).map((delivery) => (
          <li key={delivery.id}>
            <Delivery delivery={delivery} />
          </li>
        ))}
      </ul>
      {rest > 0 && <p className="pt-2 text-soft text-sm">{t("delivery.more", { count: rest })}</p>}
    </StorySection>
  );
}

function Delivery({ delivery }: { delivery: DeliveryView }) {
  const { personName, channel, kind, state, closedAt, nextTryAt, tries, tryCount } = delivery;
  const way = t(personName === null ? "delivery.way.webhook" : WAYS[channel === "push" ? "push" : "mail"]);
  return (
    <details>
      <summary className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <bdi className="min-w-0 font-medium [overflow-wrap:anywhere]">{personName ?? channel}</bdi>
        <span className="text-soft">
          {way}: {t(`delivery.kind.${kind}`)}
        </span>
        <span className="ml-auto flex items-center gap-2 text-faint">
          <StateBadge look={DELIVERY_LOOK[state]} />
          {closedAt && <Moment at={closedAt} />}
        </span>
      </summary>
      <ol className="grid gap-1 pb-3 pl-4 text-soft">
        {tryCount > tries.length && <li>{t("delivery.earlier", { count: tryCount - tries.length })}</li>}
        {tries.map((one) => (
          <li key={one.at.toISOString()} className="flex flex-wrap gap-x-3">
            <Moment at={one.at} />
            <bdi className="min-w-0 [overflow-wrap:anywhere]">{answerText(one)}</bdi>
          </li>
        ))}
        {tryCount === 0 && <li>{t("delivery.untried")}</li>}
        {nextTryAt && tryCount > 0 && (
          <li>
            {t("delivery.next")} <Moment at={nextTryAt} />
          </li>
        )}
      </ol>
    </details>
  );
}

const WAYS = { mail: "delivery.way.mail", push: "delivery.way.push" } as const;

const OURS = {
  NO_ADDRESS: "delivery.answer.NO_ADDRESS",
  BAD_ADDRESS: "delivery.answer.BAD_ADDRESS",
  MAIL_NOT_SET_UP: "delivery.answer.MAIL_NOT_SET_UP",
  PUSH_NOT_SET_UP: "delivery.answer.PUSH_NOT_SET_UP",
  NO_BROWSER: "delivery.answer.NO_BROWSER",
  BAD_BROWSER: "delivery.answer.BAD_BROWSER",
  ENDPOINT_NOT_SET_UP: "delivery.answer.ENDPOINT_NOT_SET_UP",
} as const;

/** The receiver's own words; what kept us from asking it, in ours. */
function answerText({ answer }: DeliveryTry): string {
  const code = Object.keys(OURS).find((one): one is keyof typeof OURS => one === answer);
  return code ? t(OURS[code]) : answer;
}

import { TimeToDecide } from "@/components/inbox/time-to-decide";
import { ThingRow } from "@/components/nodes/thing-row";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Time } from "@/components/ui/time/time";
import { tagsText } from "@/lib/nodes/selector";
import type { AskedItem } from "@/lib/overview/views";
import { t } from "@/messages/translate";
import { formatDuration, formatList } from "@/messages/values";

const MOST_NAMES = 2;

/** One of my requests that waits: for whom, since when, and until when. */
export function AskedRow({ item: { request, waitsFor } }: { item: AskedItem }) {
  const { nodes, selector, windowSeconds, createdAt, lapsesAt } = request;
  const names = nodes.length > 0 ? formatList(nodes.map(({ name }) => name)) : "–";
  return (
    <ThingRow
      nodes={nodes}
      name={nodes.length > 0 || selector === null ? undefined : tagsText(selector)}
      time={<TimeToDecide at={lapsesAt} />}
      action={
        <Link
          href={`/requests/${request.id}`}
          aria-label={t("home.asked.view", { nodes: names })}
          className={buttonClass()}
        >
          {t("home.view")}
        </Link>
      }
    >
      <span className="text-sm text-soft">
        <bdi>
          {waitsFor.length > 0 && waitsFor.length <= MOST_NAMES
            ? t("request.waitingFor", { people: waitsFor })
            : t("home.asked.waiting")}
        </bdi>
        {" · "}
        {t("home.asked.window", { duration: formatDuration(windowSeconds) })} <Time at={createdAt} />
      </span>
    </ThingRow>
  );
}

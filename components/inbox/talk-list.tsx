import { namesOf } from "@/components/nodes/node-label";
import { ThingRow } from "@/components/nodes/thing-row";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { StorySection } from "@/components/ui/layout/story";
import { Time } from "@/components/ui/time/time";
import { tagsText } from "@/lib/nodes/selector";
import type { TalkItem } from "@/lib/overview/views";
import { t } from "@/messages/translate";

/** What others asked, answered or said to the reader about requests that wait. */
export function TalkList({ items }: { items: readonly TalkItem[] }) {
  if (items.length === 0) return null;
  return (
    <StorySection title={t("inbox.talk")} count={items.length} className="max-w-4xl">
      <ul aria-label={t("inbox.talk")}>
        {items.map(({ id, kind, personName, text, at, request }) => {
          const { nodes, selector } = request;
          const where = selector === null ? namesOf(nodes) : tagsText(selector);
          return (
            <ThingRow
              key={id}
              nodes={nodes}
              name={selector === null ? undefined : where}
              time={<Time at={at} className="text-faint text-sm tabular-nums" />}
              action={
                <Link
                  href={`/requests/${request.id}`}
                  aria-label={t(`inbox.talk.${kind}.on`, { nodes: where })}
                  className={buttonClass()}
                >
                  {t(kind === "question" ? "inbox.talk.reply" : "inbox.find.look")}
                </Link>
              }
            >
              <p className="text-soft text-sm">
                <bdi>{t(`inbox.talk.${kind}`, { person: personName })}</bdi>
              </p>
              <p className="line-clamp-3 max-w-prose whitespace-pre-line [overflow-wrap:anywhere]">
                <bdi>{text}</bdi>
              </p>
            </ThingRow>
          );
        })}
      </ul>
    </StorySection>
  );
}

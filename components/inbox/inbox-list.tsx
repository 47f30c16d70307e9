import { StorySection } from "@/components/ui/layout/story";
import { URGENCIES } from "@/lib/inbox/views";
import type { InboxRow } from "@/lib/overview/views";
import { t } from "@/messages/translate";
import { WaitingCard } from "./waiting-card";

/** What waits, in parts by how pressing it is. */
export function InboxList({ rows }: { rows: readonly InboxRow[] }) {
  return (
    <div className="grid max-w-4xl gap-6">
      {URGENCIES.map((urgency) => ({ urgency, items: rows.filter((row) => row.urgency === urgency) }))
        .filter(({ items }) => items.length > 0)
        .map(({ urgency, items }) => (
          <StorySection key={urgency} title={t(`inbox.urgency.${urgency}`)} count={items.length}>
            <ul aria-label={t(`inbox.urgency.${urgency}`)}>
              {items.map((item) => (
                <WaitingCard key={item.id} item={item} />
              ))}
            </ul>
          </StorySection>
        ))}
    </div>
  );
}

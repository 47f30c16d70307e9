import { Section } from "@/components/ui/layout/section";
import { URGENCIES } from "@/lib/inbox/views";
import type { InboxRow } from "@/lib/overview/views";
import { t } from "@/messages/translate";
import { WaitingCard } from "./waiting-card";

/** What waits, in parts by how pressing it is. */
export function InboxList({ rows }: { rows: readonly InboxRow[] }) {
  return (
    <div className="grid max-w-3xl gap-6">
      {URGENCIES.map((urgency) => ({ urgency, items: rows.filter((row) => row.urgency === urgency) }))
        .filter(({ items }) => items.length > 0)
        .map(({ urgency, items }) => (
          <Section key={urgency} title={t(`inbox.urgency.${urgency}`)}>
            <ul aria-label={t(`inbox.urgency.${urgency}`)} className="grid gap-3">
              {items.map((item) => (
                <WaitingCard key={item.id} item={item} />
              ))}
            </ul>
          </Section>
        ))}
    </div>
  );
}

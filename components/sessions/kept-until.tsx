import Link from "@/components/ui/controls/link";
import type { KeptUntil } from "@/lib/keeping/retention/views";
import { t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";

/** Until when a recording is kept, one fact of its session's head; for who may see the rules it leads there. */
export function KeptUntilFact({ kept, isLink }: { kept: KeptUntil; isLink: boolean }) {
  const text = textOf(kept);
  if (!isLink) return <span>{text}</span>;
  return (
    <Link href="/retention" className="hover:text-ink hover:underline">
      {text}
    </Link>
  );
}

function textOf(kept: KeptUntil): string {
  switch (kept.kind) {
    case "without-end":
      return t(kept.isClassKnown ? "retention.kept.always" : "retention.kept.unknown");
    case "until":
      return t("retention.kept.until", { until: formatUtc(kept.until, "minutes") });
    case "until-reviewed":
      return t("retention.kept.unreviewed");
  }
}

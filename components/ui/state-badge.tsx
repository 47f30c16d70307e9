import type { LucideIcon } from "lucide-react";
import { cx } from "./cx";
import { TONE_BOX, TONE_TEXT, type Tone } from "./tone";

export interface StateLook {
  tone: Tone;
  icon: LucideIcon;
  word: string;
}

/** A state: always an icon and a word, colour on top. "plain" has no box, for lines; "row" is as tall as a table's text. */
export function StateBadge({ look, as = "box" }: { look: StateLook; as?: "box" | "plain" | "row" }) {
  const Icon = look.icon;
  return (
    <span
      className={cx(
        "inline-flex items-center whitespace-nowrap",
        as === "row" ? "gap-1.5 text-sm" : "gap-1 font-medium text-xs",
        as === "box" ? `rounded-md border px-1.5 py-0.5 ${TONE_BOX[look.tone]}` : TONE_TEXT[look.tone],
      )}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" strokeWidth={2.25} />
      {look.word}
    </span>
  );
}

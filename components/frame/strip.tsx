import { CircleAlert, FlaskConical, type LucideIcon, Siren, TriangleAlert } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { TONE_TEXT, type Tone } from "@/components/ui/tone";

const LOOK = {
  neutral: { icon: FlaskConical, wash: "bg-neutral-wash" },
  blue: { icon: FlaskConical, wash: "bg-blue-wash" },
  green: { icon: FlaskConical, wash: "bg-green-wash" },
  amber: { icon: TriangleAlert, wash: "bg-amber-wash" },
  red: { icon: CircleAlert, wash: "bg-red-wash" },
  violet: { icon: Siren, wash: "bg-violet-wash" },
} as const satisfies Record<Tone, { icon: LucideIcon; wash: string }>;

/** One line under the top bar: something is not as it always is. */
export function Strip({ tone, text }: { tone: Tone; text: string }) {
  const { icon: Icon, wash } = LOOK[tone];
  return (
    <p
      className={cx(
        "flex items-center gap-2 print:hidden min-h-9 border-line border-b px-4 py-1.5 text-sm rail:px-6",
        wash,
      )}
    >
      <Icon aria-hidden className={cx("size-3.5 shrink-0", TONE_TEXT[tone])} />
      {text}
    </p>
  );
}

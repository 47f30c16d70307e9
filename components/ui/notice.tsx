import {
  CircleAlert,
  CircleCheck,
  Info,
  type LucideIcon,
  OctagonAlert,
  Siren,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx";
import { TONE_TEXT, type Tone } from "./tone";

const ICON = {
  neutral: Info,
  blue: Info,
  green: CircleCheck,
  amber: TriangleAlert,
  red: OctagonAlert,
  violet: Siren,
} as const satisfies Record<Tone, LucideIcon>;

const EDGE = {
  neutral: "border-neutral-line bg-neutral-wash",
  blue: "border-blue-line bg-blue-wash",
  green: "border-green-line bg-green-wash",
  amber: "border-amber-line bg-amber-wash",
  red: "border-red-line bg-red-wash",
  violet: "border-violet-line bg-violet-wash",
} as const satisfies Record<Tone, string>;

interface NoticeProps {
  tone: Tone;
  children: ReactNode;
  /** "alert" interrupts what is being read out, "status" waits, nothing for what was there from the start. */
  role?: "alert" | "status";
  action?: ReactNode;
}

/** One message in its place on the page. */
export function Notice({ tone, children, role, action }: NoticeProps) {
  const Icon = tone === "red" && role !== "alert" ? CircleAlert : ICON[tone];
  return (
    <div role={role} className={cx("flex items-start gap-2 rounded-md border px-3 py-2", EDGE[tone])}>
      <Icon aria-hidden className={cx("mt-0.5 size-4 shrink-0", TONE_TEXT[tone])} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}

import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import type { FirstRunLine, FirstRunState, FirstRunStep } from "@/lib/overview/first-run/rules";
import { t } from "@/messages/translate";

const LOOK = {
  done: { icon: CircleCheck, colour: "text-green" },
  failed: { icon: CircleX, colour: "text-red" },
  open: { icon: CircleDashed, colour: "text-faint" },
} as const satisfies Record<FirstRunState, { icon: LucideIcon; colour: string }>;

interface FirstRunProps {
  lines: readonly FirstRunLine[];
  /** What is so, in a sentence. */
  hints: Readonly<Record<FirstRunStep, string>>;
  /** Tests every connection. */
  testAll: (isNext: boolean) => ReactNode;
}

/** What must be there before anybody can get in, step by step, the next one with its button. */
export function FirstRun({ lines, hints, testAll }: FirstRunProps) {
  const next = lines.find(({ state }) => state !== "done")?.step;
  return (
    <ul aria-label={t("settings.firstRun")} className="grid">
      {lines.map(({ step, state }) => {
        const { icon: Icon, colour } = LOOK[state];
        return (
          <li
            key={step}
            data-step={step}
            className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1.5"
          >
            <Icon aria-hidden className={cx("size-4 shrink-0", colour)} />
            <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-2.5">
              <span className={state === "done" ? "text-soft" : "font-medium"}>
                {t(`settings.firstRun.${step}`)}
                <span className="sr-only"> ({t(`settings.firstRun.state.${state}`)})</span>
              </span>
              <bdi className="min-w-0 text-sm text-soft">{hints[step]}</bdi>
            </span>
            {state !== "done" && <Way step={step} isNext={step === next} testAll={testAll} />}
          </li>
        );
      })}
    </ul>
  );
}

/** What is to be done about a step. */
function Way({
  step,
  isNext,
  testAll,
}: { step: FirstRunStep; isNext: boolean } & Pick<FirstRunProps, "testAll">) {
  if (step === "connections") return testAll(isNext);
  const href = HREF[step];
  return (
    <Link href={href} className={buttonClass(isNext ? "primary" : "secondary")}>
      {t(`settings.firstRun.go.${step}`)}
    </Link>
  );
}

const HREF = {
  provider: "#sign-in",
  accounts: "#accounts",
  documents: "#documents",
  approvers: "#approval",
  trial: "/requests/new",
} as const satisfies Record<Exclude<FirstRunStep, "connections">, string>;

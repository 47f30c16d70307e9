"use client";

import { Check, CircleDashed, LoaderCircle } from "lucide-react";
import { cx } from "@/components/ui/cx";
import { useNow } from "@/components/ui/time/clock";
import { OPENING_STEPS } from "@/lib/terminal-protocol/opening-steps";
import { t } from "@/messages/translate";
import type { TerminalSnapshot } from "../client/terminal-snapshot";
import { CARD } from "./card-class";

/** In the middle while the shell opens: which step is done, how long it took, and which one is waited for. */
export function OpeningCard({ snapshot, nodeName }: { snapshot: TerminalSnapshot; nodeName: string }) {
  const { phase, steps, stepSinceMs } = snapshot;
  if (phase !== "opening") return null;
  const running = OPENING_STEPS.find((step) => !steps.some((done) => done.step === step));
  return (
    <section aria-label={t("terminal.opening")} className={cx(CARD, "inset-0 m-auto h-max")}>
      <h2 className="font-semibold text-ink text-lg">{t("terminal.opening")}</h2>
      <ol className="grid gap-0.5 text-sm">
        {OPENING_STEPS.map((step) => {
          const done = steps.find((one) => one.step === step);
          const isRunning = step === running;
          const Icon = done ? Check : isRunning ? LoaderCircle : CircleDashed;
          return (
            <li
              key={step}
              data-step={done ? "done" : isRunning ? "running" : "waiting"}
              className={cx(
                "flex h-7.5 items-center gap-2.5",
                done ? "text-soft" : isRunning ? "font-medium text-ink" : "text-faint",
              )}
            >
              <Icon
                aria-hidden
                className={cx(
                  "size-4 shrink-0",
                  done ? "text-green" : isRunning ? "text-blue" : "text-faint",
                )}
              />
              <bdi className="min-w-0 flex-1 truncate">
                {t(done ? `terminal.step.${step}.done` : `terminal.step.${step}`, { node: nodeName })}
              </bdi>
              <span className="tabular-nums">
                {done && durationText(done.ms)}
                {isRunning && stepSinceMs !== undefined && <Elapsed sinceMs={stepSinceMs} />}
              </span>
            </li>
          );
        })}
      </ol>
      <p className="text-faint text-sm">{t("terminal.opening.hint")}</p>
    </section>
  );
}

/** Not read out: it changes each second. */
function Elapsed({ sinceMs }: { sinceMs: number }) {
  useNow(500);
  const ms = Date.now() - sinceMs;
  return ms < 1000 ? null : <span aria-hidden>{durationText(ms)}</span>;
}

/** "12 ms", "0.3 s", "3.4 s". */
function durationText(ms: number): string {
  return ms < 100
    ? t("replay.milliseconds", { amount: Math.round(ms) })
    : t("replay.seconds", { amount: (ms / 1000).toFixed(1) });
}

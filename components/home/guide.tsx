"use client";

import { Check, Circle, CircleDot } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import type { GuideView, StoryLine } from "@/lib/overview/guide/guide";
import { t } from "@/messages/translate";

export interface GuideProps {
  guide: GuideView;
  onHide: (isHidden: boolean) => void;
  /** Signs this person out and leads on, through the sign-in page, to where a step is done. */
  onBecome: (href: string) => void;
  /** The audit was gone to by its step. */
  onSeeAudit: () => void;
}

/** Help for whoever is here for the first time. */
export function Guide(props: GuideProps) {
  const { guide, onHide } = props;
  if (guide.kind === "hidden")
    return (
      <p className="mt-8 border-line border-t pt-3">
        <Button variant="quiet" size="small" className="max-sm:min-h-11" onClick={() => onHide(false)}>
          {t("guide.show")}
        </Button>
      </p>
    );
  if (guide.kind === "how") return <How onHide={() => onHide(true)} />;
  if (guide.isOver)
    return (
      <Panel title={t("guide.over")} isSmall onHide={() => onHide(true)}>
        {null}
      </Panel>
    );
  const { nodeName, lines } = guide;
  return (
    <Panel title={t("guide.title", { node: nodeName })} lead={t("guide.lead")} onHide={() => onHide(true)}>
      <ol className="grid gap-1">
        {lines.map((line) => (
          <Line key={line.step} line={line} nodeName={nodeName} {...props} />
        ))}
      </ol>
    </Panel>
  );
}

function Line({ line, nodeName, onBecome, onSeeAudit }: { line: StoryLine; nodeName: string } & GuideProps) {
  const { step, isDone, href, isMine } = line;
  const Icon = isDone ? Check : href === null ? Circle : CircleDot;
  const name = t(`guide.who.${step}`);
  return (
    <li
      data-step={step}
      aria-current={href === null ? undefined : "step"}
      className="flex flex-wrap items-center gap-x-3 gap-y-1"
    >
      <span
        className={cx("flex min-w-0 items-start gap-2", isDone ? "text-soft" : href === null && "text-faint")}
      >
        <Icon
          aria-hidden
          className={cx("mt-0.5 size-4 shrink-0", isDone && "text-green", href !== null && "text-accent")}
        />
        <span className="min-w-0">
          <span className="sr-only">
            {t(isDone ? "guide.done" : href === null ? "guide.todo" : "guide.next")}:{" "}
          </span>
          <span className={cx(href !== null && "font-medium")}>
            {t(`guide.step.${step}`, { node: nodeName })}
          </span>{" "}
          <span className="whitespace-nowrap text-faint text-sm">{t("guide.as", { name })}</span>
        </span>
      </span>
      {href !== null &&
        (isMine ? (
          <Link
            href={href}
            onClick={() => step === "audit" && onSeeAudit()}
            className={cx(buttonClass("secondary", "small"), "max-sm:ml-6 max-sm:min-h-11 max-sm:px-3")}
          >
            {t("guide.go")}
          </Link>
        ) : (
          <Button
            size="small"
            className="max-sm:ml-6 max-sm:min-h-11 max-sm:px-3"
            onClick={() => onBecome(href)}
          >
            {t("guide.become", { name })}
          </Button>
        ))}
    </li>
  );
}

function How({ onHide }: { onHide: () => void }) {
  return (
    <Panel title={t("guide.how.title")} onHide={onHide}>
      <ol className="grid list-decimal gap-1 pl-5 text-soft">
        <li>{t("guide.how.1")}</li>
        <li>{t("guide.how.2")}</li>
        <li>{t("guide.how.3")}</li>
        <li>{t("guide.how.4")}</li>
      </ol>
    </Panel>
  );
}

interface PanelProps {
  title: string;
  lead?: string;
  isSmall?: boolean;
  onHide: () => void;
  children: React.ReactNode;
}

function Panel({ title, lead, isSmall = false, onHide, children }: PanelProps) {
  return (
    <section
      aria-label={title}
      data-guide
      className="mb-6 grid gap-2 rounded-md border border-line bg-sunken p-3"
    >
      <div className="flex items-start justify-between gap-2">
        <div className="min-w-0">
          <h2 className={cx(isSmall ? "text-soft" : "font-semibold")}>{title}</h2>
          {lead !== undefined && <p className="text-soft text-sm">{lead}</p>}
        </div>
        <Button variant="quiet" size="small" className="shrink-0 max-sm:min-h-11" onClick={onHide}>
          {t("guide.hide")}
        </Button>
      </div>
      {children}
    </section>
  );
}

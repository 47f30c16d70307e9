"use client";

import { Flame } from "lucide-react";
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import { ErrorText, TextField } from "@/components/ui/controls/field";
import Link from "@/components/ui/controls/link";
import { Segmented } from "@/components/ui/controls/segmented";
import { Notice } from "@/components/ui/notice";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import type { RequestOffer } from "@/lib/grants/requesting/offer-request";
import { saysEnough } from "@/lib/kernel/text-rules";
import { TEXT_LIMITS } from "@/lib/requests/rules";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { AlreadyThere } from "../asking-facts";
import type { Draft } from "./draft";
import { OfferedDraft, RestoredDraft } from "./draft-notice";
import type { RequestFormProps, Sent } from "./form-props";
import { isGrantedByRule, WhatNext } from "./what-next";
import { Where } from "./where";
import { windowChoices } from "./window-choices";

interface Problems {
  nodes?: string;
  justification?: string;
}

const PART = "grid gap-3 px-4 py-4 sm:px-5 [&+&]:border-line [&+&]:border-t";

/** Requests access: where, why, how long. Where stands in the address, the rest in the browser until it is sent. */
export function RequestForm(props: RequestFormProps) {
  const { offer, asking, template, draft, otherDraft, osUser, onOsUser, onDraft, onForget } = props;
  const { onAsk, onBreak } = props;
  const windows = windowChoices(offer.limits);
  const isByRule = isGrantedByRule(offer);
  const blank: Draft = {
    justification: template?.justification ?? "",
    incident: template?.incident ?? "",
    windowSeconds: nearest(windows, template?.windowSeconds ?? offer.usualSeconds),
    windowStart: template?.windowStart ?? "first-use",
  };
  // The server knows no draft: it comes with the browser, and never over what is being written.
  const [typed, setTyped] = useState<Draft>();
  const [isDiscarded, setIsDiscarded] = useState(false);
  const [isOfferOver, setIsOfferOver] = useState(false);
  const written = typed ?? draft ?? blank;
  const [problems, setProblems] = useState<Problems>({});
  const [refusal, setRefusal] = useState<Extract<Sent, { ok: false }>>();
  const [isBusy, setIsBusy] = useState(false);
  const [isBreaking, setIsBreaking] = useState(false);
  const breaking = useOnDemand(async () => {
    if (!(await props.onGlassWords())) throw new Error("the dialog's messages could not be loaded");
    return import("../glass/glass-dialog");
  });
  const reason = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const { justification, incident, windowSeconds, windowStart } = written;
  const isChosen =
    "selector" in asking ? Object.keys(asking.selector.tags).length > 0 : asking.nodeIds.length > 0;
  const change = (changes: Partial<Draft>) => {
    const next = { ...written, ...changes };
    setTyped(next);
    onDraft(next);
  };

  // The browser's focus, where there is a keyboard anyway: whoever comes from a node goes on with the reason.
  const isChosenAtFirst = useRef(isChosen);
  useEffect(() => {
    if (isChosenAtFirst.current && matchMedia("(hover: hover)").matches) reason.current?.focus();
  }, []);

  const ask = async (event: FormEvent) => {
    event.preventDefault();
    const found = problemsOf(offer, isChosen, justification);
    setProblems(found);
    setRefusal(undefined);
    if (found.nodes === undefined && found.justification !== undefined) reason.current?.focus();
    if (found.nodes !== undefined || found.justification !== undefined || isBusy) return;
    setIsBusy(true);
    const outcome = await onAsk({
      justification: justification.trim(),
      incident: incident.trim() || null,
      windowSeconds,
      windowStart,
    });
    setIsBusy(false);
    if (!outcome.ok) setRefusal(outcome);
  };
  const sendByKey = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
  };
  const breakGlass = async () => {
    const found = problemsOf(offer, isChosen, justification);
    setProblems(found);
    if (found.justification !== undefined) return reason.current?.focus();
    const isThere = await breaking.fetch();
    setIsBreaking(isThere);
    setRefusal(isThere ? undefined : { ok: false, sentence: t("pages.unreachable") });
  };
  const discard = (address?: string) => {
    setIsOfferOver(true);
    onForget(address);
  };

  return (
    <>
      <form
        onSubmit={(event) => void ask(event)}
        onKeyDown={sendByKey}
        noValidate
        className="max-w-3xl rounded-md border border-line-mid bg-raised shadow-control max-sm:-mx-4 max-sm:rounded-none max-sm:border-x-0"
      >
        <div className={PART}>
          <Where {...props} error={problems.nodes} onChosen={() => reason.current?.focus()} />
          <AlreadyThere running={offer.running} waiting={offer.waiting} />
        </div>
        <div className={PART}>
          <div>
            <label htmlFor={`${id}-why`} className="mb-1 block font-medium text-sm">
              {t("request.justification")}
            </label>
            <textarea
              ref={reason}
              id={`${id}-why`}
              rows={3}
              required
              maxLength={TEXT_LIMITS.justification.max}
              value={justification}
              onChange={(event) => change({ justification: event.target.value })}
              aria-describedby={
                problems.justification === undefined ? `${id}-hint` : `${id}-hint ${id}-error`
              }
              aria-invalid={problems.justification === undefined ? undefined : true}
              className="block w-full min-w-0 rounded-md border border-line-strong bg-raised px-3 py-2 text-lg aria-invalid:border-red"
            />
            <p id={`${id}-hint`} className="mt-1 flex flex-wrap justify-between gap-x-4 text-faint text-xs">
              <span>{t("request.justification.hint")}</span>
              {draft !== undefined && !isDiscarded && (
                <RestoredDraft
                  draft={draft}
                  onDiscard={() => {
                    setTyped(blank);
                    setIsDiscarded(true);
                    onForget();
                  }}
                />
              )}
              {draft === undefined && otherDraft !== undefined && !isOfferOver && isBlank(written) && (
                <OfferedDraft
                  draft={otherDraft}
                  onUse={() => {
                    const { justification, incident, windowSeconds, windowStart } = otherDraft;
                    change({ justification, incident, windowSeconds, windowStart });
                    discard(otherDraft.address);
                  }}
                  onDiscard={() => discard(otherDraft.address)}
                />
              )}
            </p>
            {problems.justification !== undefined && (
              <ErrorText id={`${id}-error`} text={problems.justification} />
            )}
          </div>
        </div>
        <div
          className={`${PART} sm:flex sm:flex-wrap sm:items-start sm:gap-x-6 [&_fieldset]:grid [&_fieldset]:gap-1 [&_label]:text-sm [&_legend]:float-none`}
        >
          <div className="sm:w-30">
            <TextField
              label={t("request.incident")}
              isOptional
              value={incident}
              maxLength={TEXT_LIMITS.incident.max}
              onChange={(event) => change({ incident: event.target.value })}
              autoComplete="off"
            />
          </div>
          <Segmented
            label={t("request.window")}
            value={String(windowSeconds)}
            options={windows.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
            onChange={(value) => change({ windowSeconds: Number(value) })}
          />
          {osUser !== undefined && offer.osUsers && offer.osUsers.choices.length > 1 && (
            <Segmented
              label={t("request.osUser")}
              value={osUser}
              options={offer.osUsers.choices.map((name) => ({ value: name, label: name }))}
              onChange={onOsUser}
            />
          )}
          <Segmented
            label={t("request.window.start")}
            value={windowStart}
            options={[
              { value: "first-use", label: t("request.window.start.first-use") },
              { value: "approval", label: t(`request.window.start.${isByRule ? "rule" : "approval"}`) },
            ]}
            onChange={(value) => change({ windowStart: value })}
          />
        </div>
        <div className={`${PART} empty:hidden`}>
          <WhatNext offer={offer} windowSeconds={windowSeconds} windowStart={windowStart} />
        </div>
        <div className="grid gap-3 rounded-b-md border-line border-t bg-sunken px-4 py-3 sm:px-5">
          {refusal !== undefined && (
            <Notice
              tone="red"
              role="alert"
              action={
                refusal.signInHref !== undefined && (
                  // A full load: the sign-in page is outside of this frame, and leads back to this address.
                  <a href={refusal.signInHref} className={buttonClass("secondary", "small")}>
                    {t("request.submit.signIn")}
                  </a>
                )
              }
            >
              {refusal.sentence} {refusal.signInHref !== undefined && t("request.submit.kept")}
            </Notice>
          )}
          <div className="flex flex-wrap gap-2 max-sm:[&>button]:flex-1">
            <Button
              type="submit"
              variant="primary"
              size="large"
              isBusy={isBusy}
              aria-keyshortcuts="Control+Enter"
            >
              {t("request.submit")}
              <kbd
                aria-hidden
                className="rounded-sm border border-current px-1 text-[0.6875rem] leading-4 opacity-70 max-sm:hidden"
              >
                Ctrl ↵
              </kbd>
            </Button>
            <Link href="/requests" className={buttonClass("quiet", "large")}>
              {t("action.cancel")}
            </Link>
            {offer.glass && (
              <Button size="large" className="text-violet! sm:ml-auto" onClick={() => void breakGlass()}>
                <Flame aria-hidden className="size-3.5" />
                {t("glass.break")}
              </Button>
            )}
          </div>
        </div>
      </form>
      {breaking.loaded && offer.glass && (
        <breaking.loaded.GlassDialog
          isOpen={isBreaking}
          offer={offer.glass}
          reason={justification.trim()}
          onBreak={(confirmation) =>
            offer.glass
              ? onBreak(
                  offer.glass,
                  { justification: justification.trim(), incident: incident.trim() || null },
                  confirmation,
                )
              : Promise.resolve({ ok: true })
          }
          onClose={() => setIsBreaking(false)}
        />
      )}
    </>
  );
}

/** What was chosen counts at once, before the server has told what it means. */
function problemsOf(offer: RequestOffer, isChosen: boolean, justification: string): Problems {
  const { min } = TEXT_LIMITS.justification;
  return {
    ...(offer.count === 0 && !isChosen
      ? { nodes: offer.choices ? t("request.choose.tags") : t("request.choose") }
      : {}),
    ...(!saysEnough(justification, min) ? { justification: t("request.justification.short", { min }) } : {}),
  };
}

function isBlank({ justification, incident }: Draft): boolean {
  return justification + incident === "";
}

function nearest(choices: readonly number[], wanted: number): number {
  return choices.reduce((best, one) => (Math.abs(one - wanted) < Math.abs(best - wanted) ? one : best));
}

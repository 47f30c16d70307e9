"use client";

import { Bell, Flame, Hourglass } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ActionBox } from "@/components/ui/action-box";
import { Button } from "@/components/ui/controls/button";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { useNow } from "@/components/ui/time/clock";
import { Deadline } from "@/components/ui/time/deadline";
import { TimeLeft } from "@/components/ui/time/time-left";
import type { ActionState } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";
import type { OpenEntry } from "./entry-sheet";
import { WhoLooked } from "./who-looked";

interface WaitingBoxProps {
  request: RequestDetail;
  isMine: boolean;
  onWithdraw: () => Promise<Outcome>;
  onRemind: () => Promise<Outcome>;
  onEntry: (entry: OpenEntry) => void;
  /** Opens its node without waiting any longer; absent where that is not permitted. */
  onGlass: (() => void) | undefined;
}

/**
 * A request that waits, for those who can't decide it: for whom, who has looked, until when. Its requester answers what
 * was asked, reminds and withdraws.
 */
export function WaitingBox({ request, isMine, onWithdraw, onRemind, onEntry, onGlass }: WaitingBoxProps) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const press = async (act: () => Promise<Outcome>) => {
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await act();
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  const question = request.entries.find(({ id }) => id === request.openQuestionId);
  const { actions } = request;
  return (
    <ActionBox
      tone="blue"
      icon={Hourglass}
      title={<bdi>{waitingFor(request)}</bdi>}
      end={<Expires request={request} />}
      actions={
        isMine && actions.withdraw.allowed ? (
          <>
            {question && (
              <Button
                variant="primary"
                onClick={() =>
                  onEntry({
                    ...{ kind: "answer", person: question.personName },
                    question: { id: question.id, text: question.text ?? "" },
                  })
                }
              >
                {t("request.talk.answer")}
              </Button>
            )}
            <Remind action={actions.remind} isBusy={isBusy} onRemind={() => void press(onRemind)} />
            {actions.comment.allowed && (
              <Button variant="quiet" onClick={() => onEntry({ kind: "comment", person: "" })}>
                {t("request.talk.comment")}
              </Button>
            )}
            {onGlass && (
              <Button className="text-violet!" onClick={onGlass}>
                <Flame aria-hidden className="size-3.5" />
                {t("glass.break")}
              </Button>
            )}
            <Button
              variant="quiet"
              className="text-red! sm:ml-auto"
              isBusy={isBusy}
              onClick={() => void press(onWithdraw)}
            >
              {t("request.withdraw")}
            </Button>
          </>
        ) : undefined
      }
    >
      {question && (
        <div>
          <p className="font-medium">
            <bdi>{t("request.talk.asks", { person: question.personName })}</bdi>
          </p>
          <blockquote className="mt-1 whitespace-pre-line [overflow-wrap:anywhere] border-blue-line border-l-2 pl-3">
            <bdi>{question.text}</bdi>
          </blockquote>
        </div>
      )}
      <WhoLooked request={request} />
      <p className="text-soft">
        <bdi>{isMine ? nextOf(request) : refusalOf(request.actions.approve, request)}</bdi>
      </p>
      <Given request={request} />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
    </ActionBox>
  );
}

/** Reminds the approvers; until it can be pressed again it says from when. */
function Remind(props: { action: ActionState; isBusy: boolean; onRemind: () => void }) {
  const { action, isBusy, onRemind } = props;
  const now = useNow(1000);
  const nextAt = !action.allowed && action.code === "REMINDED_LATELY" ? action.params?.nextAt : undefined;
  const isTooEarly = typeof nextAt === "string" && new Date(nextAt) > now;
  const button = (note?: ReactNode) => (
    <span className="inline-flex flex-wrap items-center gap-2 max-sm:[&>button]:w-full">
      <Button isBusy={isBusy} reasonId={note === undefined ? undefined : "remind-note"} onClick={onRemind}>
        <Bell aria-hidden className="size-3.5" />
        {t("request.remind")}
      </Button>
      {note !== undefined && (
        <span id="remind-note" className="text-faint text-sm">
          {note}
        </span>
      )}
    </span>
  );
  if (isTooEarly)
    return button(
      <>
        {t("request.remind.from")} <Deadline at={nextAt} />
      </>,
    );
  if (!action.allowed && action.code === "REMINDERS_USED")
    return button(t("request.remind.used", { most: Number(action.params?.most) }));
  return button();
}

/** Until when a request waits. */
export function Expires({ request }: { request: Pick<RequestDetail, "createdAt" | "lapsesAt"> }) {
  const { createdAt, lapsesAt } = request;
  return (
    <>
      <span>
        {t("request.expires")} <Deadline at={lapsesAt} />
      </span>
      <TimeLeft endsAt={lapsesAt} wholeSeconds={(lapsesAt.getTime() - createdAt.getTime()) / 1000} />
    </>
  );
}

/** Who has approved already, where it needs several. */
export function Given({ request }: { request: RequestDetail }) {
  const given = request.deciders.flatMap((one) => one.given.map(({ name }) => name));
  if (given.length === 0) return null;
  const needed = request.deciders.reduce((sum, { count }) => sum + count, 0);
  return (
    <p className="text-green">
      <bdi>{t("request.given", { people: given, count: given.length, needed })}</bdi>
    </p>
  );
}

const MOST_NAMES = 3;

function waitingFor(request: RequestDetail): string {
  const people = peopleFor(request);
  if (people.length > 0 && people.length <= MOST_NAMES) return t("request.waitingFor", { people });
  const groups = [...new Set(request.deciders.flatMap((one) => one.groups))];
  return t("request.waitingFor.groups", { groups });
}

/** Who can still decide. */
function peopleFor({ deciders }: RequestDetail): string[] {
  const names = deciders.flatMap(({ people, given }) =>
    people.flatMap(({ id, name }) => (given.some((giver) => giver.id === id) ? [] : [name])),
  );
  return [...new Set(names)];
}

function nextOf(request: RequestDetail): string {
  const { windowStart, windowSeconds, startWithinSeconds, actions } = request;
  // Its time is over, or its requester is disabled: nobody can approve it any more, though no job has closed it yet.
  if (!actions.withdraw.allowed) return refusalOf(actions.withdraw, request);
  return t(`request.once.${windowStart}`, { windowSeconds, startWithinSeconds });
}

function refusalOf(action: ActionState, request: RequestDetail): string {
  return action.allowed ? "" : errorSentence(action.code, { who: peopleFor(request), ...action.params });
}

"use client";

import { Hourglass } from "lucide-react";
import { useState } from "react";
import { ActionBox } from "@/components/ui/action-box";
import { Button } from "@/components/ui/controls/button";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { Deadline } from "@/components/ui/time/deadline";
import { TimeLeft } from "@/components/ui/time/time-left";
import type { ActionState } from "@/lib/nodes/views";
import type { RequestDetail } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";

interface WaitingBoxProps {
  request: RequestDetail;
  isMine: boolean;
  onWithdraw: () => Promise<Outcome>;
}

/** A request that waits, for those who can't decide it: for whom it waits and until when; its requester can withdraw. */
export function WaitingBox({ request, isMine, onWithdraw }: WaitingBoxProps) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const withdraw = async () => {
    setIsBusy(true);
    const outcome = await onWithdraw();
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <ActionBox
      tone="blue"
      icon={Hourglass}
      title={<bdi>{waitingFor(request)}</bdi>}
      end={<Expires request={request} />}
      actions={
        isMine && request.actions.withdraw.allowed ? (
          <Button variant="refusal" isBusy={isBusy} onClick={() => void withdraw()}>
            {t("request.withdraw")}
          </Button>
        ) : undefined
      }
    >
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

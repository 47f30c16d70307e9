"use client";

import { CircleQuestionMark, MessageSquare, Vote } from "lucide-react";
import { useState } from "react";
import { ActionBox } from "@/components/ui/action-box";
import { Button } from "@/components/ui/controls/button";
import { Segmented } from "@/components/ui/controls/segmented";
import { KeyHint } from "@/components/ui/key-hint";
import { osUserOf } from "@/lib/requests/os-user-rules";
import type { RequestDetail } from "@/lib/requests/views";
import { errorSentence, t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { narrowerChoices } from "../form/window-choices";
import { asUser } from "../window-text";
import { MostNodes, NodeTicks } from "./decide-nodes";
import type { OpenDecision } from "./decision-sheets";
import type { OpenEntry } from "./entry-sheet";
import { type Given, givenNodes, wholeOf, withinWhole } from "./given";
import { takeDecision } from "./kept-decision";
import { Expires, Given as GivenSoFar } from "./waiting-box";

interface DecideBoxProps {
  request: RequestDetail;
  /** Windows are never shorter. */
  shortestSeconds: number;
  onDecision: (decision: OpenDecision) => void;
  onEntry: (entry: OpenEntry) => void;
}

/** The approver's box: shorten and leave out in place, so that the button says what it grants; deny beside it. */
export function DecideBox({ request, shortestSeconds, onDecision, onEntry }: DecideBoxProps) {
  const whole = wholeOf(request);
  const [chosen, setChosen] = useState<Partial<Given>>({});
  const given = withinWhole(chosen, whole);
  const windows = [...narrowerChoices(whole.windowSeconds, shortestSeconds), whole.windowSeconds];
  const isNothing = given.mostNodes === null && given.nodeIds.length === 0;
  return (
    <ActionBox
      tone="blue"
      icon={Vote}
      title={t("request.decide")}
      end={<Expires request={request} />}
      actions={
        <div
          data-decision-bar
          className="contents max-rail:fixed max-rail:inset-x-0 max-rail:bottom-0 max-rail:z-30 max-rail:grid max-rail:grid-cols-[7rem_minmax(0,1fr)] max-rail:gap-2 max-rail:border-line max-rail:border-t max-rail:bg-surface max-rail:p-3 max-rail:pb-[calc(0.75rem+env(safe-area-inset-bottom))]"
        >
          <Button
            size="large"
            variant="primary"
            className="max-rail:order-last max-rail:min-h-13"
            data-decide="approve"
            disabledReason={isNothing ? t("request.narrow.nothing") : refusalOf(request.actions.approve)}
            onClick={() => onDecision({ sheet: "approve", request, ...resumed(request, given, whole) })}
          >
            {approveLabel(request, given)}
            <span className="hidden opacity-70 rail:inline">
              <KeyHint keys="A" />
            </span>
          </Button>
          <Button
            size="large"
            variant="refusal"
            className="max-rail:min-h-13"
            data-decide="deny"
            onClick={() => onDecision({ sheet: "deny", request, given })}
          >
            {t("request.deny")}
            <span className="hidden opacity-70 rail:inline">
              <KeyHint keys="D" />
            </span>
          </Button>
        </div>
      }
    >
      {request.effective.isNarrowed && <p className="text-blue">{reducedLine(request)}</p>}
      <GivenSoFar request={request} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        {windows.length > 1 && (
          <Segmented
            label={t("request.approveFor")}
            value={String(given.windowSeconds)}
            options={windows.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
            onChange={(seconds) => setChosen({ ...chosen, windowSeconds: Number(seconds) })}
          />
        )}
        {whole.osUsers.length > 1 && (
          <Segmented
            label={t("request.approveAs")}
            value={osUserOf(given) ?? ""}
            options={whole.osUsers.map((name) => ({ value: name, label: name }))}
            onChange={(name) =>
              setChosen({ ...chosen, osUsers: whole.osUsers.slice(0, whole.osUsers.indexOf(name) + 1) })
            }
          />
        )}
        <p className="text-faint text-sm">
          <bdi>{startsLine(request)}</bdi>
        </p>
      </div>
      <TalkLinks request={request} onEntry={onEntry} />
      {whole.mostNodes !== null && whole.mostNodes > 1 && (
        <MostNodes
          most={whole.mostNodes}
          value={given.mostNodes ?? 1}
          onChange={(mostNodes) => setChosen({ ...chosen, mostNodes })}
        />
      )}
      {whole.mostNodes === null && whole.nodeIds.length > 1 && (
        <NodeTicks
          nodes={request.effective.nodes ?? []}
          value={given.nodeIds}
          onChange={(nodeIds) => setChosen({ ...chosen, nodeIds })}
        />
      )}
    </ActionBox>
  );
}

/** What whoever comes back from signing in again had on the screen; for everybody else what is on it. */
function resumed(
  request: RequestDetail,
  given: Given,
  whole: Given,
): Pick<OpenDecision, "given" | "resumed"> {
  const kept = takeDecision(request.id);
  if (!kept) return { given };
  const { osUser, ...chosen } = kept.chosen;
  const place = osUser === undefined ? -1 : whole.osUsers.indexOf(osUser);
  const less = { ...chosen, ...(place < 0 ? {} : { osUsers: whole.osUsers.slice(0, place + 1) }) };
  return { given: withinWhole(less, whole), resumed: { comment: kept.comment } };
}

/** What can be said without deciding. */
function TalkLinks({ request, onEntry }: Pick<DecideBoxProps, "request" | "onEntry">) {
  const { actions, requesterName: person } = request;
  if (!actions.ask.allowed && !actions.comment.allowed) return null;
  return (
    <div className="-mx-2.5 flex flex-wrap">
      {actions.ask.allowed && (
        <Button size="small" variant="quiet" onClick={() => onEntry({ kind: "question", person })}>
          <CircleQuestionMark aria-hidden className="size-3.5" />
          {t("request.talk.question")}
        </Button>
      )}
      {actions.comment.allowed && (
        <Button size="small" variant="quiet" onClick={() => onEntry({ kind: "comment", person })}>
          <MessageSquare aria-hidden className="size-3.5" />
          {t("request.talk.comment")}
        </Button>
      )}
    </div>
  );
}

/** "Approve for 15 min", with the nodes where it is fewer of several. */
function approveLabel(request: RequestDetail, given: Given): string {
  const { windowSeconds } = given;
  const osUser = osUserOf(given);
  const all = request.effective.nodes?.length ?? 0;
  if (given.mostNodes === null && given.nodeIds.length < all)
    return t("request.approve.some", { windowSeconds, count: givenNodes(request, given).length, all });
  return `${t("request.approve", { windowSeconds })} ${asUser(osUser)}`.trim();
}

function startsLine(request: RequestDetail): string {
  const { windowStart, requesterName: person, startWithinSeconds, extension } = request;
  if (extension) return t("request.starts.extension");
  return t(`request.starts.${windowStart}`, { person, startWithinSeconds });
}

/** Why it can't be approved by whoever may decide it. */
function refusalOf(action: RequestDetail["actions"]["approve"]): string | undefined {
  return action.allowed ? undefined : errorSentence(action.code, action.params);
}

/** What earlier approvers left of it, by name. */
function reducedLine(request: RequestDetail): string {
  const { effective, windowSeconds, decisions, osUser: asked } = request;
  const left = osUserOf(effective);
  const users = left === asked ? [] : [left, asked].map((name) => asUser(name));
  const people = decisions.flatMap(({ personName, verdict }) =>
    verdict === "approve" && personName !== null ? [personName] : [],
  );
  const windows = effective.windowSeconds < windowSeconds ? [effective.windowSeconds, windowSeconds] : [];
  const [given, instead] = [0, 1].map((at) =>
    [...windows.slice(at, at + 1).map((seconds) => formatDuration(seconds)), ...users.slice(at, at + 1)].join(
      " ",
    ),
  );
  return given && instead
    ? t("request.reduced.window", { people, given, asked: instead })
    : t("request.reduced", { people });
}

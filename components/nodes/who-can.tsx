import { CircleCheck, CircleX } from "lucide-react";
import { buttonClass } from "@/components/ui/controls/button-class";
import { TextField } from "@/components/ui/controls/field";
import { cx } from "@/components/ui/cx";
import { Time } from "@/components/ui/time/time";
import type { WhoCan as Answer, WhoCanAnswer } from "@/lib/overview/who-can/views";
import { errorSentence, sentenceFor, t } from "@/messages/translate";
import { formatDuration, formatList } from "@/messages/values";

/** Who may request access to a node at a time of day, and through which rule: asked by a plain form. */
export function WhoCan({
  nodeId,
  time,
  answer,
}: {
  nodeId: string;
  /** As it was asked; empty: now. */
  time: string;
  /** Null: nobody asked yet. */
  answer: Answer | null;
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <form action={`/nodes/${nodeId}`} className="flex flex-wrap items-end gap-2">
        <input type="hidden" name="who" value="1" />
        <div className="w-40">
          <TextField label={t("node.who.time")} name="at" type="time" defaultValue={time} isOptional />
        </div>
        <button type="submit" className={buttonClass("secondary")}>
          {t("node.who.ask")}
        </button>
      </form>
      {answer && <Answers answer={answer} />}
    </div>
  );
}

function Answers({
  answer: { at, version, windowSeconds, answers, knownCount, askedCount },
}: {
  answer: Answer;
}) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 text-sm">
      <p className="text-soft">
        <Time at={at} as="absolute" /> ·{" "}
        {t("node.who.asked", { version, duration: formatDuration(windowSeconds) })}
      </p>
      {!answers.some(({ canRequest }) => canRequest) && <p>{t("node.who.nobody")}</p>}
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
        {answers.map((one) => (
          <AnswerItem key={`${one.canRequest} ${one.people[0]?.id}`} answer={one} />
        ))}
      </ul>
      <p className="text-faint text-xs">
        {askedCount < knownCount
          ? t("node.who.cut", { asked: askedCount, count: knownCount })
          : t("node.who.known", { count: knownCount })}
      </p>
    </div>
  );
}

function AnswerItem({ answer }: { answer: WhoCanAnswer }) {
  const { canRequest, people, rules } = answer;
  const Icon = canRequest ? CircleCheck : CircleX;
  return (
    <li className="grid min-w-0 grid-cols-[1rem_minmax(0,1fr)] gap-x-2 [overflow-wrap:anywhere]">
      <Icon aria-hidden className={cx("mt-0.5 size-4", canRequest ? "text-green" : "text-faint")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        <p className="font-medium">
          {t(canRequest ? "node.who.can" : "node.who.cannot", { count: people.length })}
        </p>
        <p>
          <bdi>{formatList(people.map(({ name }) => name))}</bdi>
        </p>
        {answer.canRequest ? (
          answer.sentences.map(({ code, params }) => (
            <p key={`${code} ${JSON.stringify(params)}`} className="text-soft">
              <bdi>{sentenceFor(code, params)}</bdi>
            </p>
          ))
        ) : (
          <p className="text-soft">
            <bdi>{errorSentence(answer.code, answer.params)}</bdi>
          </p>
        )}
        {rules.length > 0 && (
          <p className="text-faint">
            {t("node.who.rules", { count: rules.length, rules: formatList(rules) })}
          </p>
        )}
      </div>
    </li>
  );
}

"use client";

import { Flame } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ActionBox } from "@/components/ui/action-box";
import { Button } from "@/components/ui/controls/button";
import { TextArea } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { Deadline } from "@/components/ui/time/deadline";
import { GLASS_TEXT } from "@/lib/requests/glass/rules";
import type { GlassVerdict } from "@/lib/requests/glass/views";
import type { RequestDetail, RequestGlass } from "@/lib/requests/views";
import { t } from "@/messages/translate";

interface GlassBoxProps {
  request: RequestDetail;
  glass: RequestGlass;
  onNote: (note: string) => Promise<Outcome>;
  onJudge: (verdict: GlassVerdict, reason: string) => Promise<Outcome>;
}

/** What follows a broken glass: the note that is owed, and what an approver said of it. */
export function GlassBox({ request, glass, onNote, onJudge }: GlassBoxProps) {
  const [judging, setJudging] = useState<GlassVerdict>();
  const [problem, setProblem] = useState<string>();
  const dialog = useOnDemand(() => import("@/components/ui/overlay/reason-dialog"));
  const judge = async (verdict: GlassVerdict) => {
    const isThere = await dialog.fetch();
    setProblem(isThere ? undefined : t("pages.unreachable"));
    if (isThere) setJudging(verdict);
  };
  const verb = judging === "ratified" ? "ratify" : "disown";
  const [node] = request.nodes;
  return (
    <>
      <ActionBox
        tone="violet"
        icon={Flame}
        title={<bdi>{verdictOf(glass)}</bdi>}
        end={<bdi>{priceOf(glass)}</bdi>}
        actions={
          glass.actions.judge.allowed ? (
            <>
              <Button onClick={() => void judge("ratified")}>{t("glass.judge.ratify")}</Button>
              <Button variant="refusal" onClick={() => void judge("disowned")}>
                {t("glass.judge.disown")}
              </Button>
            </>
          ) : undefined
        }
      >
        {glass.verdictReason !== null && <Quote text={glass.verdictReason} />}
        <div className="grid gap-2">
          <h3 className="font-medium text-sm">{t("glass.note")}</h3>
          {glass.note === null ? (
            <Owed request={request} glass={glass} onNote={onNote} />
          ) : (
            <Quote text={glass.note} />
          )}
        </div>
        {problem !== undefined && (
          <Notice tone="red" role="alert">
            {problem}
          </Notice>
        )}
      </ActionBox>
      {dialog.loaded && (
        <dialog.loaded.ReasonDialog
          isOpen={judging !== undefined}
          title={t(`glass.judge.${verb}.title`, { person: request.requesterName })}
          consequence={t(`glass.judge.${verb}.what`, { node: node?.name ?? "" })}
          reasonLabel={t("glass.judge.reason")}
          confirmLabel={t(`glass.judge.${verb}.confirm`)}
          confirmVariant={judging === "ratified" ? "primary" : "danger"}
          onConfirm={(reason) => onJudge(judging ?? "ratified", reason)}
          onClose={() => setJudging(undefined)}
        />
      )}
    </>
  );
}

function Owed({ request, glass, onNote }: Omit<GlassBoxProps, "onJudge">) {
  const isMine = glass.actions.note.allowed;
  return (
    <>
      {glass.noteDueAt && (
        <p className={glass.isNoteOverdue ? "text-red" : "text-soft"}>
          <bdi>
            {glass.isNoteOverdue
              ? t("glass.note.overdue")
              : t(isMine ? "glass.note.owed" : "glass.note.none", { person: request.requesterName })}
          </bdi>{" "}
          <Deadline at={glass.noteDueAt} />
        </p>
      )}
      {isMine && glass.isNoteOverdue && <p className="text-soft">{t("glass.note.overdue.next")}</p>}
      {isMine && <NoteForm onNote={onNote} />}
    </>
  );
}

function NoteForm({ onNote }: Pick<GlassBoxProps, "onNote">) {
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await onNote(note.trim());
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <form onSubmit={(event) => void save(event)} className="grid gap-3">
      <TextArea
        label={t("glass.note.field")}
        required
        rows={3}
        maxLength={GLASS_TEXT.note.max}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <div>
        <Button type="submit" isBusy={isBusy}>
          {t("glass.note.save")}
        </Button>
      </div>
    </form>
  );
}

/** Somebody's own words. */
function Quote({ text }: { text: string }) {
  return (
    <blockquote className="whitespace-pre-line [overflow-wrap:anywhere] border-violet-line border-l-2 pl-3">
      <bdi>{text}</bdi>
    </blockquote>
  );
}

function verdictOf({ verdict, judgedByName }: RequestGlass): string {
  return verdict === null
    ? t("glass.judge.none")
    : t(`glass.judge.${verdict}`, { person: judgedByName ?? "" });
}

function priceOf({ unit, budget, cosignerFor }: RequestGlass): string {
  return cosignerFor === null
    ? t("glass.unit", { unit: unit ?? 0, budget })
    : t(`glass.cosigned.${cosignerFor}`, { budget });
}

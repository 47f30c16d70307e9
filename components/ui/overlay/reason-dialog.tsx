"use client";

import { type FormEvent, useState } from "react";
import { t } from "@/messages/translate";
import { Button } from "../controls/button";
import type { ButtonVariant } from "../controls/button-class";
import { TextArea } from "../controls/field";
import { Notice } from "../notice";
import type { Outcome } from "../outcome";
import { Dialog } from "./dialog";
import { useDraft } from "./use-draft";

interface ReasonDialogProps {
  isOpen: boolean;
  title: string;
  /** What follows, in one sentence. */
  consequence: string;
  /** The reason's label; without it none is asked for. */
  reasonLabel?: string | undefined;
  /** What stands there at first. */
  firstReason?: string | undefined;
  confirmLabel: string;
  /** Absent: what can't be taken back. */
  confirmVariant?: ButtonVariant;
  onConfirm: (reason: string) => Promise<Outcome>;
  onClose: () => void;
}

/** Confirms something that ends another's access or one's own, with a reason where it concerns another. */
export function ReasonDialog({ isOpen, title, onClose, ...form }: ReasonDialogProps) {
  return (
    <Dialog isOpen={isOpen} title={title} onClose={onClose}>
      <ReasonForm {...form} onClose={onClose} />
    </Dialog>
  );
}

function ReasonForm(props: Omit<ReasonDialogProps, "isOpen" | "title">) {
  const { consequence, reasonLabel, firstReason = "", confirmLabel, onConfirm, onClose } = props;
  const [reason, setReason, forgetReason] = useDraft(`${confirmLabel} ${consequence}`, firstReason);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const confirm = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setIsBusy(true);
    const outcome = await onConfirm(reason.trim());
    setIsBusy(false);
    if (!outcome.ok) return setProblem(outcome.sentence);
    forgetReason();
    onClose();
  };
  return (
    <form onSubmit={confirm} className="grid gap-4">
      <p className="text-soft">{consequence}</p>
      {reasonLabel !== undefined && (
        <TextArea
          label={reasonLabel}
          required
          rows={2}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" variant={props.confirmVariant ?? "danger"} isBusy={isBusy}>
          {confirmLabel}
        </Button>
      </div>
    </form>
  );
}

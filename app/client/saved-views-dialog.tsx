"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { TextField } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import { Dialog } from "@/components/ui/overlay/dialog";
import { MAX_VIEW_NAME, viewName } from "@/lib/overview/saved-views/rules";
import { t } from "@/messages/translate";

interface SaveFormProps {
  /** @param isReplacing whether one of the same name may be replaced */
  onSave: (
    name: string,
    isReplacing: boolean,
  ) => Promise<{ ok: true } | { ok: false; sentence: string; code?: string | undefined }>;
  onClose: () => void;
}

/** Asks what a view is to be called. */
export function SavedViewsDialog({ isOpen, ...form }: SaveFormProps & { isOpen: boolean }) {
  return (
    <Dialog isOpen={isOpen} title={t("views.save.title")} onClose={form.onClose}>
      <SaveForm {...form} />
    </Dialog>
  );
}

function SaveForm({ onSave, onClose }: SaveFormProps) {
  const [name, setName] = useState("");
  const [isEmpty, setEmpty] = useState(false);
  const [problem, setProblem] = useState<{ sentence: string; isTaken: boolean }>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setEmpty(!viewName(name).ok);
    if (!viewName(name).ok) return;
    setBusy(true);
    // What was said to be there already is replaced when it is sent again.
    const answer = await onSave(name, problem?.isTaken === true);
    setBusy(false);
    if (answer.ok) onClose();
    else setProblem({ sentence: answer.sentence, isTaken: answer.code === "VIEW_EXISTS" });
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <TextField
        label={t("views.save.name")}
        hint={t("views.save.hint")}
        error={isEmpty ? t("views.save.empty") : undefined}
        data-first-field="always"
        autoComplete="off"
        maxLength={MAX_VIEW_NAME}
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setEmpty(false);
          setProblem(undefined);
        }}
      />
      {problem && (
        <Notice tone={problem.isTaken ? "amber" : "red"} role="alert">
          {problem.sentence}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {problem?.isTaken ? t("views.replace") : t("views.save.title")}
        </Button>
      </div>
    </form>
  );
}

"use client";

import {
  Bell,
  ClipboardCheck,
  Eye,
  Fingerprint,
  Flame,
  Gauge,
  type LucideIcon,
  Timer,
  UserCheck,
} from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { TextField } from "@/components/ui/controls/field";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { Dialog } from "@/components/ui/overlay/dialog";
import type { GlassOffer } from "@/lib/grants/glass/views";
import { t } from "@/messages/translate";

export interface GlassDialogProps {
  isOpen: boolean;
  offer: GlassOffer;
  /** What approvers will read. */
  reason: string;
  onBreak: (confirmation: string) => Promise<Outcome>;
  onClose: () => void;
}

/** Opening a node without approval: what follows from it, and the node's name typed by hand. */
export function GlassDialog({ isOpen, offer, onClose, ...form }: GlassDialogProps) {
  return (
    <Dialog isOpen={isOpen} title={t("glass.dialog.title", { node: offer.nodeName })} onClose={onClose}>
      <GlassForm {...form} offer={offer} onClose={onClose} />
    </Dialog>
  );
}

function GlassForm({ offer, reason, onBreak, onClose }: Omit<GlassDialogProps, "isOpen">) {
  const { nodeName, phrase, windowSeconds, noteWithinSeconds, cosignerFor, stepUp } = offer;
  const isName = phrase === nodeName.normalize("NFC");
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const isRight = typed.trim().normalize("NFC") === phrase;
  const press = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    if (!isRight) return setProblem(t(isName ? "glass.dialog.wrong" : "glass.dialog.wrong.id"));
    setIsBusy(true);
    const outcome = await onBreak(typed.trim());
    setIsBusy(false);
    if (!outcome.ok) setProblem(outcome.sentence);
  };
  return (
    <form onSubmit={(event) => void press(event)} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <section
        aria-label={t("glass.dialog.reason")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys
        tabIndex={0}
        className="max-h-32 overflow-y-auto whitespace-pre-line [overflow-wrap:anywhere] border-violet-line border-l-2 pl-3"
      >
        <bdi>{reason}</bdi>
      </section>
      <ul className="grid gap-2 text-sm">
        {cosignerFor === null ? (
          <Line icon={Gauge}>{t("glass.dialog.unit", { unit: offer.unit ?? 0, budget: offer.budget })}</Line>
        ) : (
          <Line icon={UserCheck}>
            <b className="font-medium">
              <bdi>
                {t(`glass.dialog.cosigner.${cosignerFor}`, { budget: offer.budget, groups: offer.cosigners })}
              </bdi>
            </b>
          </Line>
        )}
        <Line icon={Timer}>{t("glass.dialog.window", { windowSeconds })}</Line>
        {stepUp !== "none" && <Line icon={Fingerprint}>{t(`glass.dialog.stepUp.${stepUp}`)}</Line>}
        <Line icon={Bell}>{t("glass.dialog.told")}</Line>
        <Line icon={Eye}>{t("glass.dialog.watched")}</Line>
        <Line icon={ClipboardCheck}>{t("glass.dialog.note", { noteWithinSeconds })}</Line>
      </ul>
      <TextField
        label={t("glass.dialog.type", { node: phrase })}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem(undefined);
        }}
        className="font-mono"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        data-first-field
      />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap justify-end gap-2 max-sm:[&>button]:w-full">
        <Button onClick={onClose}>{t("action.cancel")}</Button>
        <Button type="submit" variant="violet" isBusy={isBusy}>
          <Flame aria-hidden className="size-3.5" />
          {t(cosignerFor === null ? "glass.dialog.confirm" : "glass.dialog.ask")}
        </Button>
      </div>
    </form>
  );
}

function Line({ icon: Icon, children }: { icon: LucideIcon; children: React.ReactNode }) {
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0 text-violet" />
      <span className="min-w-0">{children}</span>
    </li>
  );
}

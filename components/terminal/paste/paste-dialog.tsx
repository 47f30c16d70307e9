"use client";

import { useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { Dialog } from "@/components/ui/overlay/dialog";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { lookAtPaste, preparePaste, visibleParts } from "./paste";

interface PasteDialogProps {
  /** What was pasted; undefined: nothing is asked. */
  text: string | undefined;
  /** Whether the shell has said that it waits for Enter (bracketed paste). */
  waitsForEnter: boolean;
  onSend: (text: string) => void;
  onClose: () => void;
}

const MOST_SHOWN = 20_000;

/** Asks before several lines or control characters go to a shell, and shows exactly what would go. */
export function PasteDialog({ text, onClose, ...rest }: PasteDialogProps) {
  return (
    <Dialog isOpen={text !== undefined} title={t("terminal.paste.title")} onClose={onClose}>
      {text !== undefined && <PasteForm {...rest} text={text} onClose={onClose} />}
    </Dialog>
  );
}

function PasteForm({
  text,
  waitsForEnter,
  onSend,
  onClose,
}: Omit<PasteDialogProps, "text"> & { text: string }) {
  const [keepsLines, setKeepsLines] = useState(true);
  const [keepsControls, setKeepsControls] = useState(false);
  const pasted = lookAtPaste(text);
  const sent = preparePaste(text, { keepsLines, keepsControls });
  const found = [
    pasted.lines === 1 ? t("terminal.paste.line") : t("terminal.paste.lines", { count: pasted.lines }),
    pasted.controls === 0
      ? ""
      : pasted.controls === 1
        ? t("terminal.paste.control")
        : t("terminal.paste.controls", { count: pasted.controls }),
  ].filter(Boolean);
  const runs = lookAtPaste(sent).lines > 1;
  return (
    <div className="grid gap-3">
      <p className="text-soft">
        {formatList(found)}.{" "}
        {runs && (
          <span className={cx(!waitsForEnter && "font-medium text-amber")}>
            {t(waitsForEnter ? "terminal.paste.waits" : "terminal.paste.runs")}
          </span>
        )}
      </p>
      <section
        aria-label={t("terminal.paste.exactly")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys
        tabIndex={0}
        className="max-h-[40dvh] overflow-auto rounded-md border border-line bg-sunken p-2"
      >
        <pre dir="ltr" className="whitespace-pre-wrap break-all font-mono text-sm">
          {sent === "" && <span className="text-faint">{t("terminal.paste.nothing")}</span>}
          {visibleParts(sent.slice(0, MOST_SHOWN)).map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, made anew with it
            <span key={index} className={cx(part.isControl && "rounded-sm bg-amber-wash text-amber")}>
              {part.text}
            </span>
          ))}
        </pre>
        {sent.length > MOST_SHOWN && (
          <p className="mt-2 text-amber text-sm">
            {t("terminal.paste.more", { count: sent.length - MOST_SHOWN })}
          </p>
        )}
      </section>
      <div className="flex flex-wrap gap-x-6">
        {pasted.lines > 1 && (
          <Choice
            label={t("terminal.paste.withoutLines")}
            isChosen={!keepsLines}
            onChoose={(isChosen) => setKeepsLines(!isChosen)}
          />
        )}
        {pasted.controls > 0 && (
          <Choice
            label={t("terminal.paste.withoutControls")}
            isChosen={!keepsControls}
            onChoose={(isChosen) => setKeepsControls(!isChosen)}
          />
        )}
      </div>
      <div className="flex justify-end gap-2">
        <Button className="max-sm:min-h-11" onClick={onClose}>
          {t("action.cancel")}
        </Button>
        <Button
          variant="primary"
          className="max-sm:min-h-11"
          isBusy={sent === ""}
          onClick={() => {
            onSend(sent);
            onClose();
          }}
        >
          {t("terminal.paste.send")}
        </Button>
      </div>
    </div>
  );
}

function Choice(props: { label: string; isChosen: boolean; onChoose: (isChosen: boolean) => void }) {
  return (
    <label className="flex min-h-10 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        checked={props.isChosen}
        onChange={(event) => props.onChoose(event.target.checked)}
        className="size-4 accent-accent"
      />
      {props.label}
    </label>
  );
}

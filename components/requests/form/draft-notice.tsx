"use client";

import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import type { KeptDraft } from "./draft";

interface RestoredDraftProps {
  draft: KeptDraft;
  onDiscard: () => void;
}

const LINK = "min-h-11 cursor-pointer text-accent hover:underline sm:min-h-0";

/** That the form holds what was written for this very place before. */
export function RestoredDraft({ draft, onDiscard }: RestoredDraftProps) {
  return (
    <span role="status">
      {t("request.draft", { time: timeOf(draft) })} ·{" "}
      <button type="button" onClick={onDiscard} className={LINK}>
        {t("request.draft.discard")}
      </button>
    </span>
  );
}

interface OfferedDraftProps extends RestoredDraftProps {
  onUse: () => void;
}

/** That something was written for another place: it may fit here, which only its writer can say. */
export function OfferedDraft({ draft, onUse, onDiscard }: OfferedDraftProps) {
  return (
    <span role="status">
      <bdi>{t("request.draft.other", { time: timeOf(draft), where: draft.where })}</bdi> ·{" "}
      <button type="button" onClick={onUse} className={LINK}>
        {t("request.draft.use")}
      </button>{" "}
      ·{" "}
      <button type="button" onClick={onDiscard} className={LINK}>
        {t("request.draft.discard")}
      </button>
    </span>
  );
}

function timeOf({ at }: KeptDraft): string {
  return formatUtcTime(new Date(at));
}

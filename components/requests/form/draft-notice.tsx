"use client";

import { Button } from "@/components/ui/controls/button";
import { Notice } from "@/components/ui/notice";
import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import type { KeptDraft } from "./draft";

interface RestoredDraftProps {
  draft: KeptDraft;
  onDiscard: () => void;
}

/** That the form holds what was written for this very place before. */
export function RestoredDraft({ draft, onDiscard }: RestoredDraftProps) {
  return (
    <Notice
      tone="blue"
      role="status"
      action={
        <Button size="small" onClick={onDiscard}>
          {t("request.draft.discard")}
        </Button>
      }
    >
      {t("request.draft", { time: timeOf(draft) })}
    </Notice>
  );
}

interface OfferedDraftProps extends RestoredDraftProps {
  onUse: () => void;
}

/** That something was written for another place: it may fit here, which only its writer can say. */
export function OfferedDraft({ draft, onUse, onDiscard }: OfferedDraftProps) {
  return (
    <Notice
      tone="neutral"
      role="status"
      action={
        <span className="flex gap-2">
          <Button size="small" onClick={onUse}>
            {t("request.draft.use")}
          </Button>
          <Button size="small" variant="quiet" onClick={onDiscard}>
            {t("request.draft.discard")}
          </Button>
        </span>
      }
    >
      <bdi>{t("request.draft.other", { time: timeOf(draft), where: draft.where })}</bdi>
    </Notice>
  );
}

function timeOf({ at }: KeptDraft): string {
  return formatUtcTime(new Date(at));
}

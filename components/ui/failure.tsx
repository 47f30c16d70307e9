"use client";

import { errorSentence, t } from "@/messages/translate";
import { Button } from "./controls/button";
import { EmptyState } from "./layout/empty-state";

interface FailureProps {
  /** What Next tells of an error: `CODE/request id` where we marked it, else a number that the log has too. */
  digest: string | undefined;
  onRetry: () => void;
}

const MARKED = /^([A-Z_]+)\/([0-9a-f-]{36})$/;

/** In the place of what failed: what is known of it, how to find it in the log, and another try. */
export function Failure({ digest, onRetry }: FailureProps) {
  const [, code, requestId] = MARKED.exec(digest ?? "") ?? [];
  const isKnown = code !== undefined && code !== "INTERNAL";
  return (
    <div className="grid max-w-2xl gap-4 py-10">
      <h1 className="font-semibold text-xl">{t("pages.failed")}</h1>
      <EmptyState
        kind="failed"
        code={code}
        requestId={requestId ?? digest}
        action={<Button onClick={onRetry}>{t("pages.retry")}</Button>}
      >
        {isKnown ? errorSentence(code) : t("pages.failed.hint")}
      </EmptyState>
    </div>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { t } from "@/messages/translate";

/** A page that failed: what is known of it is the digest under which the log has it. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="grid max-w-2xl gap-4 py-10">
      <h1 className="font-semibold text-xl">{t("pages.failed")}</h1>
      <EmptyState
        kind="failed"
        requestId={error.digest}
        action={<Button onClick={reset}>{t("pages.retry")}</Button>}
      >
        {t("pages.failed.hint")}
      </EmptyState>
    </div>
  );
}

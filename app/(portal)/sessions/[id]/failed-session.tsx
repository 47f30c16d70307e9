"use client";

import { useState } from "react";
import { useGrant } from "@/app/client/use-grant";
import { FailedOpening } from "@/components/sessions/failed-opening";
import { Button } from "@/components/ui/controls/button";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Section } from "@/components/ui/layout/section";
import type { FailureView } from "@/lib/sessions/failing/opening-failure";
import { t } from "@/messages/translate";

interface FailedSessionProps {
  failure: FailureView;
  /** Null: nobody who looks here may open another. */
  grantId: string | null;
  nodeId: string;
  requestHref: string | undefined;
}

/** In front of the record of a session that did not open: why, and what now. */
export function FailedSession({ failure, grantId, nodeId, requestHref }: FailedSessionProps) {
  const actsOf = useGrant();
  const [problem, setProblem] = useState<string>();
  const retry = async (grant: string) => {
    const outcome = await actsOf(grant).onOpenShell(nodeId);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <Section title={t("terminal.failed")}>
      <div className="grid max-w-2xl gap-3">
        <FailedOpening failure={failure} />
        {problem !== undefined && <p role="alert">{problem}</p>}
        <div className="flex flex-wrap gap-2 empty:hidden">
          {failure.canRetry && grantId !== null && (
            <Button variant="primary" onClick={() => void retry(grantId)}>
              {t("terminal.failed.retry")}
            </Button>
          )}
          {requestHref !== undefined && (
            <Link href={requestHref} className={buttonClass("secondary")}>
              {t("terminal.back")}
            </Link>
          )}
        </div>
      </div>
    </Section>
  );
}

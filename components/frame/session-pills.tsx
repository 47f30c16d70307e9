"use client";

import { SquareTerminal, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/countdown";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { t } from "@/messages/translate";

export interface SessionPill {
  id: string;
  nodeName: string;
  endsAt: Date;
  href: string;
}

interface SessionPillsProps {
  sessions: readonly SessionPill[];
  onEnd: (sessionId: string) => Promise<Outcome>;
}

/** My open sessions, always in sight: one press to the terminal, one to the end. */
export function SessionPills({ sessions, onEnd }: SessionPillsProps) {
  const [ending, setEnding] = useState<SessionPill>();
  if (sessions.length === 0) return null;
  return (
    <>
      <ul aria-label={t("frame.openSessions")} className="flex gap-2 overflow-x-auto py-1">
        {sessions.map((session) => (
          <li
            key={session.id}
            className="flex shrink-0 items-center rounded-md border border-green-line bg-green-wash text-sm"
          >
            <Link
              href={session.href}
              className="flex min-h-8 items-center gap-1.5 rounded-md px-2 font-medium"
            >
              <SquareTerminal aria-hidden className="size-3.5 text-green" />
              {session.nodeName}
              <Countdown endsAt={session.endsAt} />
            </Link>
            <button
              type="button"
              onClick={() => setEnding(session)}
              className="inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-soft hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
              <span className="sr-only">{t("frame.endSession", { node: session.nodeName })}</span>
            </button>
          </li>
        ))}
      </ul>
      <EndDialog session={ending} onEnd={onEnd} onClose={() => setEnding(undefined)} />
    </>
  );
}

interface EndDialogProps {
  session: SessionPill | undefined;
  onEnd: (sessionId: string) => Promise<Outcome>;
  onClose: () => void;
}

function EndDialog({ session, onEnd, onClose }: EndDialogProps) {
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const end = async (sessionId: string) => {
    setIsBusy(true);
    const outcome = await onEnd(sessionId);
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
    if (outcome.ok) onClose();
  };
  return (
    <Dialog
      isOpen={session !== undefined}
      title={session ? t("frame.endSession", { node: session.nodeName }) : ""}
      onClose={onClose}
    >
      {session && (
        <div className="grid gap-4">
          <p className="text-soft">{t("frame.endSession.consequence")}</p>
          {problem !== undefined && (
            <Notice tone="red" role="alert">
              {problem}
            </Notice>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t("action.cancel")}</Button>
            <Button variant="danger" isBusy={isBusy} onClick={() => end(session.id)}>
              {t("action.end")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

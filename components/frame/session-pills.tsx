"use client";

import { SquareTerminal, X } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { Outcome } from "@/components/ui/outcome";
import { ReasonDialog } from "@/components/ui/reason-dialog";
import { Countdown } from "@/components/ui/time/countdown";
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
              className="flex min-h-10 items-center gap-1.5 md:min-h-8 rounded-md px-2 font-medium"
            >
              <SquareTerminal aria-hidden className="size-3.5 text-green" />
              {session.nodeName}
              <Countdown endsAt={session.endsAt} />
            </Link>
            <button
              type="button"
              onClick={() => setEnding(session)}
              className="inline-flex size-10 cursor-pointer md:size-8 items-center justify-center rounded-md text-soft hover:text-ink"
            >
              <X aria-hidden className="size-3.5" />
              <span className="sr-only">{t("frame.endSession", { node: session.nodeName })}</span>
            </button>
          </li>
        ))}
      </ul>
      <ReasonDialog
        isOpen={ending !== undefined}
        title={ending ? t("frame.endSession", { node: ending.nodeName }) : ""}
        consequence={t("frame.endSession.consequence")}
        confirmLabel={t("action.end")}
        onConfirm={() => (ending ? onEnd(ending.id) : Promise.resolve({ ok: true }))}
        onClose={() => setEnding(undefined)}
      />
    </>
  );
}

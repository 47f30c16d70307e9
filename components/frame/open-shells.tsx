"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { ClassEdge } from "@/components/nodes/class-badge";
import { Button } from "@/components/ui/controls/button";
import Link from "@/components/ui/controls/link";
import type { Outcome } from "@/components/ui/outcome";
import { Menu } from "@/components/ui/overlay/menu";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { Countdown } from "@/components/ui/time/countdown";
import type { OpenShell } from "@/lib/overview/views";
import { t } from "@/messages/translate";

interface OpenShellsProps {
  /** Mine, the one that ends first on top. */
  shells: readonly OpenShell[];
  onEnd: (sessionId: string) => Promise<Outcome>;
}

/** My open shells in one control, however many: the strictest class and the shortest time, in its menu each with End. */
export function OpenShells({ shells, onEnd }: OpenShellsProps) {
  const [ending, setEnding] = useState<OpenShell>();
  const [problem, setProblem] = useState<string>();
  const reason = useOnDemand(() => import("@/components/ui/overlay/reason-dialog"));
  const end = async (shell: OpenShell) => {
    const isThere = await reason.fetch();
    setProblem(isThere ? undefined : t("pages.unreachable"));
    if (isThere) setEnding(shell);
  };
  const [first] = shells;
  if (!first) return null;
  return (
    <>
      <Menu
        label={t("frame.openShells", { count: shells.length })}
        className="w-85"
        trigger={
          <>
            <ClassEdge nodes={shells.map(({ node }) => node)} className="h-3.5 w-[3px]" />
            <span aria-hidden className="hidden sm:inline">
              {t("frame.openShells", { count: shells.length })}
            </span>
            <Countdown endsAt={first.endsAt} />
            <ChevronDown aria-hidden className="size-3.5 text-faint" />
          </>
        }
      >
        <ul aria-label={t("frame.openSessions")}>
          {shells.map((shell) => (
            <li key={shell.id} className="flex items-center gap-2.5 rounded-md px-2 hover:bg-hover">
              <ClassEdge nodes={[shell.node]} className="h-6 w-[3px]" />
              <Link
                href={`/sessions/${shell.id}/terminal`}
                className="flex min-h-11 min-w-0 flex-1 items-center gap-2 font-medium sm:min-h-9"
              >
                <bdi className="min-w-0 flex-1 truncate">{shell.node.name}</bdi>
                <Countdown endsAt={shell.endsAt} />
              </Link>
              <Button
                variant="quiet"
                size="small"
                className="text-red!"
                aria-label={t("frame.endSession", { node: shell.node.name })}
                onClick={() => void end(shell)}
              >
                {t("action.end")}
              </Button>
            </li>
          ))}
        </ul>
        {problem !== undefined && (
          <p role="alert" className="p-2 text-red text-sm">
            {problem}
          </p>
        )}
      </Menu>
      {reason.loaded && (
        <reason.loaded.ReasonDialog
          isOpen={ending !== undefined}
          title={ending ? t("frame.endSession", { node: ending.node.name }) : ""}
          consequence={t("frame.endSession.consequence")}
          confirmLabel={t("action.end")}
          onConfirm={() => (ending ? onEnd(ending.id) : Promise.resolve({ ok: true }))}
          onClose={() => setEnding(undefined)}
        />
      )}
    </>
  );
}

"use client";

import { useEffect, useState } from "react";
import { AgentLog } from "@/components/recordings/evidence";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { t } from "@/messages/translate";

interface Line {
  at: Date;
  message: string;
}

/** The node's own log. It comes from the gateway, which alone may read what was recorded and logged. */
export function AgentLogTab({ address }: { address: string }) {
  const [lines, setLines] = useState<readonly Line[] | "failed" | undefined>();

  // The log is fetched from the gateway, which is another server than the page's.
  useEffect(() => {
    const abort = new AbortController();
    load(address, abort.signal).then(setLines, () => {
      if (!abort.signal.aborted) setLines("failed");
    });
    return () => abort.abort();
  }, [address]);

  if (lines === undefined) return <p className="text-soft">{t("replay.loading")}</p>;
  if (lines === "failed") return <EmptyState kind="failed">{t("pages.unreachable.read")}</EmptyState>;
  return <AgentLog events={lines} />;
}

async function load(address: string, signal: AbortSignal): Promise<Line[]> {
  const answer = await fetch(address, { credentials: "include", signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const lines = (await answer.json()) as { at: string; message: string }[];
  return lines.map(({ at, message }) => ({ at: new Date(at), message }));
}

"use client";

import { FileCheck2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { PreparedBundle } from "@/lib/recordings/evidence/offer-bundle";
import { t } from "@/messages/translate";
import { Gateway } from "../source/gateway";
import { isPreparedBundle } from "../source/shapes";

/** How often it is asked whether the file is ready, and for how long: heads are signed once a minute. */
const ASK_EVERY_MS = 3_000;
const MOST_TRIES = 70;

type Stage = "offered" | "asking" | PreparedBundle["state"] | "late" | "failed";

const ROW =
  "grid w-full grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 rounded-md px-2 py-2 text-left hover:bg-hover max-sm:min-h-11";

/**
 * The session's evidence as a file: prepared when somebody asks for it, which may take a minute, and then to be taken.
 * @param address of the session at the gateway
 */
export function EvidenceFile({ address }: { address: string }) {
  const [stage, setStage] = useState<Stage>("offered");
  const isWaiting = stage === "asking" || stage === "waiting";

  // Asks as long as it is waited for; whoever closes the dialog has stopped it.
  useEffect(() => {
    if (!isWaiting) return;
    const stop = new AbortController();
    void prepared(address, stop.signal, () => setStage("waiting")).then(setStage, () => {
      if (!stop.signal.aborted) setStage("failed");
    });
    return () => stop.abort();
  }, [address, isWaiting]);

  const content = (
    <>
      <FileCheck2 aria-hidden className="row-span-2 size-4 text-faint" />
      <span className="font-medium">
        {t(stage === "ready" ? "replay.files.evidence.take" : "replay.files.evidence")}
      </span>
      <span role="status" className="text-soft text-sm">
        {t(LINES[stage])}
      </span>
    </>
  );
  return (
    <li>
      {stage === "ready" ? (
        <a href={`${address}/evidence-file`} download className={ROW} onClick={() => setStage("offered")}>
          {content}
        </a>
      ) : (
        <button type="button" className={ROW} disabled={isWaiting} onClick={() => setStage("asking")}>
          {content}
        </button>
      )}
    </li>
  );
}

const LINES = {
  offered: "replay.files.evidence.line",
  asking: "replay.files.evidence.waiting",
  waiting: "replay.files.evidence.waiting",
  ready: "replay.files.evidence.ready",
  masked: "replay.files.evidence.masked",
  late: "replay.files.evidence.late",
  failed: "replay.files.evidence.failed",
} as const satisfies Record<Stage, string>;

/** @throws GatewayRefusal; whatever the signal was aborted with */
async function prepared(address: string, signal: AbortSignal, onWaiting: () => void): Promise<Stage> {
  const gateway = new Gateway(address);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const state = (await gateway.ask("evidence", isPreparedBundle, signal))?.value.state ?? "failed";
    if (state !== "waiting") return state;
    onWaiting();
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    signal.throwIfAborted();
  }
  return "late";
}

"use client";

import { type ReactNode, useMemo, useState } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { type Tab, Tabs } from "@/components/ui/tabs";
import { t } from "@/messages/translate";
import type { Cast } from "./cast";
import { ReplayPlayer } from "./replay-player";
import { readTranscript } from "./transcript";
import { TranscriptList } from "./transcript-list";
import { useCast } from "./use-cast";

export interface ReplayProps {
  /** Where the gateway serves the recording; undefined: there is none. */
  address: string | undefined;
  /** In the player's place: the live screen of a session that runs. Nothing is loaded to be replayed then. */
  live?: ReactNode;
  nodeName: string;
  /** What stands beside the player. */
  facts: ReactNode;
  /** Tabs after the transcript. */
  tabs: readonly Tab[];
}

/** Player, facts, and under them what can be read: the transcript follows the player and leads it. */
export function Replay({ address, live, ...rest }: ReplayProps) {
  if (live !== undefined) return <Layout facts={rest.facts} player={live} tabs={rest.tabs} />;
  if (address === undefined)
    return (
      <Layout
        facts={rest.facts}
        player={<EmptyState kind="nothing">{t("replay.notRecorded")}</EmptyState>}
        tabs={rest.tabs}
      />
    );
  return <LoadedReplay {...rest} address={address} />;
}

function LoadedReplay({ address, nodeName, facts, tabs }: ReplayProps & { address: string }) {
  const loaded = useCast(address);
  switch (loaded.state) {
    case "loading":
      return (
        <Layout
          facts={facts}
          player={<p className="rounded-md bg-terminal p-4 text-terminal-ink">{t("replay.loading")}</p>}
          tabs={tabs}
        />
      );
    case "failed":
      return (
        <Layout
          facts={facts}
          player={
            <EmptyState kind="failed" requestId={loaded.requestId}>
              {loaded.sentence}
            </EmptyState>
          }
          tabs={tabs}
        />
      );
    case "ready":
      return <ReadyReplay cast={loaded.cast} nodeName={nodeName} facts={facts} tabs={tabs} />;
  }
}

function ReadyReplay({ cast, nodeName, facts, tabs }: Omit<ReplayProps, "address"> & { cast: Cast }) {
  const lines = useMemo(() => readTranscript(cast.events), [cast]);
  const [atSeconds, setAtSeconds] = useState(0);
  const [wanted, setWanted] = useState<{ realSeconds: number }>();
  const transcript: Tab = {
    id: "transcript",
    label: t("replay.transcript"),
    count: lines.length,
    content: (
      <TranscriptList
        lines={lines}
        startedAt={cast.startedAt}
        atSeconds={atSeconds}
        onJump={(realSeconds) => setWanted({ realSeconds })}
      />
    ),
  };
  return (
    <Layout
      facts={facts}
      player={
        cast.events.length === 0 ? (
          <EmptyState kind="nothing">{t("replay.empty")}</EmptyState>
        ) : (
          <ReplayPlayer cast={cast} nodeName={nodeName} wanted={wanted} onTime={setAtSeconds} />
        )
      }
      tabs={[transcript, ...tabs]}
    />
  );
}

function Layout({ player, facts, tabs }: { player: ReactNode; facts: ReactNode; tabs: readonly Tab[] }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-6">
        {player}
        <Tabs label={t("replay.transcript")} tabs={tabs} />
      </div>
      {facts}
    </div>
  );
}

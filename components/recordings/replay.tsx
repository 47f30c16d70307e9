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
export function Replay({ address, live, ...given }: ReplayProps) {
  // Stands above what is loading, so that a tab chosen meanwhile stays chosen.
  const [tab, setTab] = useState<string>();
  const rest = { ...given, tab, onTab: setTab };
  if (live !== undefined) return <Layout {...rest} player={live} />;
  if (address === undefined)
    return <Layout {...rest} player={<EmptyState kind="nothing">{t("replay.notRecorded")}</EmptyState>} />;
  return <LoadedReplay {...rest} address={address} />;
}

interface Shown extends Pick<ReplayProps, "facts" | "tabs"> {
  tab: string | undefined;
  onTab: (id: string) => void;
}

function LoadedReplay({ address, nodeName, ...shown }: Shown & { address: string; nodeName: string }) {
  const loaded = useCast(address);
  switch (loaded.state) {
    case "loading":
      return (
        <Layout
          {...shown}
          player={<p className="rounded-md bg-terminal p-4 text-terminal-ink">{t("replay.loading")}</p>}
        />
      );
    case "failed":
      return (
        <Layout
          {...shown}
          player={
            <EmptyState kind="failed" requestId={loaded.requestId}>
              {loaded.sentence}
            </EmptyState>
          }
        />
      );
    case "ready":
      return <ReadyReplay {...shown} cast={loaded.cast} nodeName={nodeName} />;
  }
}

function ReadyReplay({ cast, nodeName, ...shown }: Shown & { cast: Cast; nodeName: string }) {
  const { lines } = useMemo(() => readTranscript(cast.events, cast.cols), [cast]);
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
      {...shown}
      player={
        cast.events.length === 0 ? (
          <EmptyState kind="nothing">{t("replay.empty")}</EmptyState>
        ) : (
          <ReplayPlayer cast={cast} nodeName={nodeName} wanted={wanted} onTime={setAtSeconds} />
        )
      }
      tabs={[transcript, ...shown.tabs]}
    />
  );
}

function Layout({ player, facts, tabs, tab, onTab }: Shown & { player: ReactNode }) {
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 gap-6">
        {player}
        <Tabs label={t("replay.transcript")} tabs={tabs} wanted={tab} onChoose={onTab} />
      </div>
      {facts}
    </div>
  );
}

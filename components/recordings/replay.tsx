"use client";

import { type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { type Tab, Tabs } from "@/components/ui/layout/tabs";
import { Notice } from "@/components/ui/notice";
import { t } from "@/messages/translate";
import type { LoadedRecording } from "./player/load-recording";
import { ReplayPlayer } from "./player/replay-player";
import { useCast } from "./player/use-cast";
import { TranscriptList } from "./transcript-list";

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
      return <ReadyReplay {...shown} recording={loaded} address={address} nodeName={nodeName} />;
  }
}

interface ReadyReplayProps extends Shown {
  recording: LoadedRecording;
  address: string;
  nodeName: string;
}

function ReadyReplay({ recording, address, nodeName, ...shown }: ReadyReplayProps) {
  const { cast, transcript, isCut } = recording;
  const { lines } = transcript;
  const [atSeconds, setAtSeconds] = useState(0);
  const [wanted, setWanted] = useState<{ realSeconds: number }>();
  const transcriptTab: Tab = {
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
          <>
            {(isCut || transcript.isCut) && <CutNotice address={address} />}
            <ReplayPlayer cast={cast} nodeName={nodeName} wanted={wanted} onTime={setAtSeconds} />
          </>
        )
      }
      tabs={[transcriptTab, ...shown.tabs]}
    />
  );
}

/** A recording that is too large for a page: what is here, and where the rest is. */
function CutNotice({ address }: { address: string }) {
  return (
    <Notice
      tone="amber"
      action={
        <a href={address} download className={buttonClass("secondary", "small")}>
          {t("replay.download")}
        </a>
      }
    >
      {t("replay.cut")}
    </Notice>
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

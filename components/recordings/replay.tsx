"use client";

import { type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { type Tab, Tabs } from "@/components/ui/layout/tabs";
import { Notice } from "@/components/ui/notice";
import { t } from "@/messages/translate";
import { marksOf } from "./activity";
import { CommandList } from "./lists/command-list";
import { RecordingEvents } from "./lists/recording-events";
import { TranscriptList } from "./lists/transcript-list";
import type { LoadedRecording } from "./player/load-recording";
import { ReplayPlayer } from "./player/replay-player";
import { useCast } from "./player/use-cast";
import { PrintedRecord } from "./printed-record";
import { usePrinting } from "./use-printing";

export interface ReplayProps {
  /** Where the gateway serves the recording; undefined: there is none. */
  address: string | undefined;
  nodeName: string;
  /** Who typed in the session, as events name them. */
  person: string;
  /** Tabs after those of the recording. */
  tabs: readonly Tab[];
}

/** The player and what can be read beside it, each leading the other. On paper, all that was recorded. */
export function Replay({ address, ...given }: ReplayProps) {
  // Stands above what is loading, so that a tab chosen meanwhile stays chosen.
  const [tab, setTab] = useState<string>();
  const rest = { ...given, tab, onTab: setTab };
  if (address === undefined)
    return <Layout {...rest} player={<Empty kind="nothing">{t("replay.notRecorded")}</Empty>} />;
  return <LoadedReplay {...rest} address={address} />;
}

interface Shown extends Omit<ReplayProps, "address"> {
  tab: string | undefined;
  onTab: (id: string) => void;
}

function LoadedReplay({ address, ...shown }: Shown & { address: string }) {
  const loaded = useCast(address);
  switch (loaded.state) {
    case "loading":
      return (
        <Layout
          {...shown}
          player={
            <p className="scheme-dark h-full min-h-62 bg-terminal p-4 text-soft rail:min-h-100">
              {t("replay.loading")}
            </p>
          }
        />
      );
    case "failed":
      return (
        <Layout
          {...shown}
          player={
            <Empty kind="failed" requestId={loaded.requestId}>
              {loaded.sentence}
            </Empty>
          }
        />
      );
    case "ready":
      return <ReadyReplay {...shown} recording={loaded} address={address} />;
  }
}

function ReadyReplay({
  recording,
  address,
  ...shown
}: Shown & { recording: LoadedRecording; address: string }) {
  const { cast, transcript, commands, isCut } = recording;
  const { person } = shown;
  const { startedAt } = cast;
  const isPrinting = usePrinting();
  const [atSeconds, setAtSeconds] = useState(0);
  const [wanted, setWanted] = useState<{ realSeconds: number }>();
  const marks = marksOf(cast.events);
  const lists = { startedAt, person, atSeconds, onJump: (realSeconds: number) => setWanted({ realSeconds }) };
  const own: Tab[] = [
    {
      id: "commands",
      label: t("replay.commands"),
      count: commands.length,
      content: <CommandList {...lists} commands={commands} />,
    },
    {
      id: "transcript",
      label: t("replay.transcript"),
      content: <TranscriptList {...lists} lines={transcript.lines} />,
    },
    {
      id: "events",
      label: t("replay.events"),
      count: marks.length,
      content: <RecordingEvents {...lists} marks={marks} />,
    },
  ];
  const isEmpty = cast.events.length === 0;
  return (
    <>
      {(isCut || transcript.isCut) && <CutNotice address={address} />}
      <Layout
        {...shown}
        player={
          isEmpty ? (
            <Empty kind="nothing">{t("replay.empty")}</Empty>
          ) : (
            <ReplayPlayer cast={cast} nodeName={shown.nodeName} wanted={wanted} onTime={setAtSeconds} />
          )
        }
        tabs={[...own, ...shown.tabs]}
      />
      {isPrinting && <PrintedRecord recording={recording} person={person} />}
    </>
  );
}

/** A recording that is too large for a page: what is here, and where the rest is. */
function CutNotice({ address }: { address: string }) {
  return (
    <div className="print:hidden">
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
    </div>
  );
}

function Empty(props: Parameters<typeof EmptyState>[0]) {
  return (
    <div className="min-h-62 p-4">
      <EmptyState {...props} />
    </div>
  );
}

/** From 1180 px on the lists stand beside the player and are as high as it; below, under it. */
function Layout({ player, tabs, tab, onTab }: Shown & { player: ReactNode }) {
  return (
    <div className="relative min-w-0 overflow-hidden rounded-md border border-line-mid max-rail:-mx-4 max-rail:rounded-none max-rail:border-x-0 min-[1180px]:pr-96 print:hidden">
      {player}
      <div className="flex max-h-128 min-w-0 flex-col border-line-mid max-[1179px]:border-t min-[1180px]:absolute min-[1180px]:inset-y-0 min-[1180px]:right-0 min-[1180px]:max-h-none min-[1180px]:w-96 min-[1180px]:border-l">
        <Tabs label={t("replay.lists")} tabs={tabs} wanted={tab} onChoose={onTab} />
      </div>
    </div>
  );
}

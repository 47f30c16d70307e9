"use client";

import { type ReactNode, useEffect, useMemo, useState } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { type Tab, Tabs } from "@/components/ui/layout/tabs";
import type { Outcome } from "@/components/ui/outcome";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { t } from "@/messages/translate";
import { Masking } from "./masking";
import { NoteList } from "./notes/note-list";
import { type NotesGiven, type NotesShown, standing } from "./notes/notes-given";
import { prepareScreen } from "./player/mount-screen";
import { ReplayPlayer } from "./player/replay-player";
import { Preparing } from "./preparing";
import { PrintedRecord } from "./print/printed-record";
import { useRecord } from "./print/use-record";
import type { GatewayProblem } from "./source/gateway";
import { problemText, troubleText } from "./source/problem-text";
import { type RecordingSource, recordingAt } from "./source/recording";
import { useOverview } from "./source/use-overview";
import { useReplayTabs } from "./use-replay-tabs";

export interface ReplayProps {
  /** Of the session at the gateway, which serves the recording; undefined: there is none. */
  address: string | undefined;
  sessionId: string;
  /** The session goes on: so does the recording. */
  isRunning: boolean;
  nodeName: string;
  /** Who typed in the session, as events name them. */
  person: string;
  /** What somebody should look at, and since when, beside the recorder's own marks. */
  alarms: readonly { at: Date; label: string }[];
  /** Tabs after those of the recording. */
  tabs: readonly Tab[];
  noted: NotesGiven;
  /** Undefined for whoever may not see what is masked. */
  onUnmask: ((reason: string) => Promise<Outcome>) | undefined;
}

/** The player and what can be read beside it, each leading the other. On paper, all that was recorded. */
export function Replay({ address, ...given }: ReplayProps) {
  // Stands above what is loading, so that a tab chosen meanwhile stays chosen.
  const [tab, setTab] = useState<string>();
  // What was read is read anew when secrets are unmasked or masked again.
  const [reads, setReads] = useState(0);
  const [draft, setDraft] = useState("");
  const noted = { ...given.noted, draft, onDraft: setDraft };
  const rest = { ...given, noted, tab, onTab: setTab, onChanged: () => setReads((count) => count + 1) };
  if (address === undefined)
    return <Layout {...rest} player={<Empty kind="nothing">{t("replay.notRecorded")}</Empty>} />;
  return <LoadedReplay key={`${address} ${reads}`} {...rest} address={address} />;
}

interface Shown extends Omit<ReplayProps, "address" | "noted"> {
  noted: NotesShown;
  onChanged: () => void;
  tab: string | undefined;
  onTab: (id: string) => void;
}

function LoadedReplay({ address, ...shown }: Shown & { address: string }) {
  const [trouble, setTrouble] = useState<GatewayProblem>();
  const [source] = useState(() => recordingAt(address, setTrouble));
  const loaded = useOverview(source);

  // What draws is loaded while the gateway is asked.
  useEffect(prepareScreen, []);
  // Whoever leaves the page fetches nothing more of it.
  useEffect(() => () => source.segments.stop(), [source]);

  const file = `${address}/recording`;
  switch (loaded.state) {
    case "loading":
      return (
        <Layout
          {...shown}
          player={trouble ? <Unavailable problem={trouble} file={file} isRetrying /> : <Loading />}
        />
      );
    case "failed":
      return (
        <Layout {...shown} player={<Unavailable problem={loaded.problem} file={file} isRetrying={false} />} />
      );
    case "ready":
      return (
        <ReadyReplay
          {...shown}
          {...{ source, trouble, file }}
          overview={loaded.overview}
          ended={loaded.problem}
        />
      );
  }
}

interface ReadyReplayProps extends Shown {
  source: RecordingSource;
  overview: ReplayOverview;
  trouble: GatewayProblem | undefined;
  ended: GatewayProblem | undefined;
  /** Address of the whole recording as a file. */
  file: string;
}

function ReadyReplay({ source, overview: recorded, trouble, ended, file, ...shown }: ReadyReplayProps) {
  const { sessionId, person, isRunning, nodeName, alarms, noted, onUnmask, onChanged } = shown;
  const overview = useMemo(() => withAlarms(recorded, alarms), [recorded, alarms]);
  const [atMs, setAtMs] = useState(0);
  const [wanted, setWanted] = useState<{ ms: number }>();
  const { isPrinting, reading } = useRecord(source, overview);
  const onJump = (ms: number) => setWanted({ ms });
  const own = useReplayTabs({ sessionId, source, overview, person, atMs, tab: shown.tab, onJump });
  const isEmpty = overview.segments === 0 || (overview.outputBytes === 0 && overview.marks.length === 0);
  const isPrepared = overview.isComplete || isRunning;
  return (
    <>
      <Preparing overview={overview} isRunning={isRunning} file={file} reading={reading} />
      <Masking clearUntil={overview.clearUntil} onUnmask={onUnmask} onChanged={onChanged} />
      <Layout
        {...shown}
        player={
          isEmpty ? (
            <Empty kind={isPrepared ? "nothing" : "not-ready"}>
              {t(isPrepared ? "replay.empty" : "replay.preparing.nothing")}
            </Empty>
          ) : (
            <ReplayPlayer
              {...{ overview, isRunning, nodeName, wanted, trouble, ended, noted }}
              source={source.segments}
              onTime={setAtMs}
            />
          )
        }
        lists={own}
        onJump={onJump}
      />
      {isPrinting && <PrintedRecord {...{ overview, reading, person }} notes={standing(noted.notes)} />}
    </>
  );
}

/** Marks in order, with those that the recorder could not make. */
function withAlarms(overview: ReplayOverview, alarms: ReplayProps["alarms"]): ReplayOverview {
  if (alarms.length === 0) return overview;
  const startedAt = Date.parse(overview.startedAt);
  const raised = alarms.map(({ at, label }): ReplayOverview["marks"][number] => [
    Math.max(0, at.getTime() - startedAt),
    "m",
    label,
  ]);
  return { ...overview, marks: [...overview.marks, ...raised].sort(([one], [other]) => one - other) };
}

function Loading() {
  return (
    <p className="scheme-dark h-full min-h-62 bg-terminal p-4 text-soft rail:min-h-100">
      {t("replay.loading")}
    </p>
  );
}

/** In the player's place: why there is none, and the file, which may be had all the same. */
function Unavailable({
  problem,
  file,
  isRetrying,
}: {
  problem: GatewayProblem;
  file: string;
  isRetrying: boolean;
}) {
  return (
    <Empty
      kind="failed"
      requestId={problem.requestId}
      action={
        problem.code !== undefined && (
          <a href={file} download className={buttonClass("secondary", "small")}>
            {t("replay.download")}
          </a>
        )
      }
    >
      {isRetrying ? troubleText(problem) : problemText(problem)}
    </Empty>
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
function Layout({
  player,
  lists = [],
  tabs,
  noted,
  tab,
  onTab,
  onJump,
}: Pick<Shown, "tabs" | "noted" | "tab" | "onTab"> & {
  player: ReactNode;
  /** Tabs of what was recorded. */
  lists?: readonly Tab[];
  /** Leads the player to a moment; undefined: there is none. */
  onJump?: (ms: number) => void;
}) {
  const notes: Tab = {
    id: "notes",
    label: t("replay.notes"),
    count: standing(noted.notes).length || undefined,
    content: <NoteList notes={noted.notes} writing={noted.writing} onJump={onJump} />,
  };
  return (
    <div className="relative min-w-0 overflow-hidden rounded-md border border-line-mid max-rail:-mx-4 max-rail:rounded-none max-rail:border-x-0 min-[1180px]:pr-104 print:hidden">
      {player}
      <div className="flex max-h-128 min-w-0 flex-col border-line-mid max-[1179px]:border-t min-[1180px]:absolute min-[1180px]:inset-y-0 min-[1180px]:right-0 min-[1180px]:max-h-none min-[1180px]:w-104 min-[1180px]:border-l">
        <Tabs label={t("replay.lists")} tabs={[...lists, notes, ...tabs]} wanted={tab} onChoose={onTab} />
      </div>
    </div>
  );
}

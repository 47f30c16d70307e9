"use client";

import { useEffect, useEffectEvent, useReducer, useState } from "react";
import { AgentLog } from "@/components/recordings/evidence";
import { LineDifferences } from "@/components/recordings/line-differences";
import { buttonClass } from "@/components/ui/controls/button-class";
import { EmptyState } from "@/components/ui/layout/empty-state";
import { type LineDifference, MOST_KEPT_DIFFERENCES } from "@/lib/trail/comparing/difference";
import type { AgentLogObjectView, AgentLogPage, ComparedLines } from "@/lib/trail/read-agent-log";
import { t } from "@/messages/translate";
import { formatSize } from "@/messages/values";

/** JSON: instants are texts. */
type Sent<T> = { [K in keyof T]: Date extends T[K] ? string | Exclude<T[K], Date> : T[K] };
type SentPage = Omit<Sent<AgentLogPage>, "lines"> & { lines: Sent<AgentLogPage["lines"][number]>[] };

interface AgentLogTabProps {
  /** Of the session at the gateway, which alone may read it. */
  address: string;
  /** Whether there is a recording that it could differ from. */
  isCompared?: boolean;
  /** Told until when the viewer has unmasked it, with each page; null: it is masked. */
  onClear?: ((until: string | null) => void) | undefined;
}

/** Where it differs, and the node's own log. */
export function AgentLogTab({ address, isCompared = true, onClear }: AgentLogTabProps) {
  const [source, setSource] = useState("");
  return (
    <>
      {isCompared && <Differences address={address} />}
      <Log key={source} address={address} source={source} onSource={setSource} onClear={onClear} />
    </>
  );
}

function Differences({ address }: { address: string }) {
  const [found, setFound] = useState<LineDifference[]>([]);
  // Fetched from the gateway, which is another server than the page's.
  useEffect(() => {
    const abort = new AbortController();
    load<ComparedLines>(`${address}/differences`, abort.signal).then(
      ({ differences }) => setFound(differences.map(dated)),
      // The log below says that the gateway can't be reached.
      () => undefined,
    );
    return () => abort.abort();
  }, [address]);
  return <LineDifferences differences={found} most={MOST_KEPT_DIFFERENCES} />;
}

function dated(difference: LineDifference): LineDifference {
  const { recorded, logged } = difference;
  return {
    ...difference,
    recorded: recorded && { ...recorded, at: new Date(recorded.at) },
    logged: logged && { ...logged, at: new Date(logged.at) },
  };
}

interface Read {
  lines: readonly { at: Date; message: string }[];
  objects: readonly AgentLogObjectView[];
  next: string | null;
}

function Log({
  address,
  source,
  onSource,
  onClear,
}: {
  address: string;
  source: string;
  onSource: (source: string) => void;
  onClear: AgentLogTabProps["onClear"];
}) {
  const told = useEffectEvent((until: string | null) => onClear?.(until));
  const [read, setRead] = useState<Read | "failed" | undefined>();
  const [from, setFrom] = useState(source);
  const [attempt, tryAgain] = useReducer((count: number) => count + 1, 0);

  // Page by page: a log is as long as a node writes it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    const abort = new AbortController();
    load<SentPage>(`${address}/agent-log?from=${encodeURIComponent(from)}`, abort.signal).then(
      ({ lines, objects, next, clearUntil }) => {
        told(clearUntil);
        const more = lines.map(({ at, message }) => ({ at: new Date(at), message }));
        setRead((before) => ({
          lines: [...(before && before !== "failed" ? before.lines : []), ...more],
          ...{ objects, next },
        }));
      },
      () => {
        if (!abort.signal.aborted) setRead("failed");
      },
    );
    return () => abort.abort();
  }, [address, from, attempt]);

  if (read === undefined) return <p className="p-3 text-soft">{t("replay.loading")}</p>;
  if (read === "failed")
    return (
      <EmptyState kind="failed">
        {t("pages.unreachable.read")}{" "}
        <button type="button" className={buttonClass("secondary")} onClick={tryAgain}>
          {t("pages.retry")}
        </button>
      </EmptyState>
    );
  const { lines, objects, next } = read;
  const shown = source === "" && lines.length > 0 ? "stream" : source;
  return (
    <>
      {(objects.length > 0 || lines.length > 0) && (
        <Sources address={address} objects={objects} shown={shown} onSource={onSource} />
      )}
      <AgentLog events={lines} />
      {next !== null && (
        <div className="px-3 py-2">
          <button type="button" className={buttonClass("secondary")} onClick={() => setFrom(next)}>
            {t("replay.agentLog.more")}
          </button>
        </div>
      )}
    </>
  );
}

/** Which log is shown, and its file. */
function Sources({
  address,
  objects,
  shown,
  onSource,
}: {
  address: string;
  objects: readonly AgentLogObjectView[];
  shown: string;
  onSource: (source: string) => void;
}) {
  const object = objects[Number(/^object\.(\d+)$/.exec(shown)?.[1] ?? -1)];
  const of = shown === "" ? "stream" : shown;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-3 py-2 text-sm">
      {objects.length > 0 && (
        <label className="flex items-center gap-2">
          {t("replay.agentLog.source")}
          <select
            className="min-h-8 rounded-md border border-line bg-page px-2 max-sm:min-h-11"
            value={of}
            onChange={(event) => onSource(event.target.value)}
          >
            <option value="stream">{t("replay.agentLog.stream")}</option>
            {objects.map(({ version }, index) => (
              <option key={version} value={`object.${index}`}>
                {t("replay.agentLog.object", { count: index + 1 })}
              </option>
            ))}
          </select>
        </label>
      )}
      {object && (
        <bdi className="min-w-0 break-all font-mono text-faint text-xs">
          {object.key} · {object.version}
        </bdi>
      )}
      {object && object.keptBytes < object.size && (
        <span className="text-amber">
          {t("replay.agentLog.cut", { kept: formatSize(object.keptBytes), size: formatSize(object.size) })}
        </span>
      )}
      <a className="text-accent underline underline-offset-4" href={`${address}/agent-log-file?of=${of}`}>
        {t("replay.agentLog.download")}
      </a>
    </div>
  );
}

async function load<T>(address: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(address, { credentials: "include", signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return (await answer.json()) as T;
}

import { useEffect, useState } from "react";
import { t } from "@/messages/translate";
import type { RecordingSource } from "../source/recording";
import type { ComparedGaps } from "../source/shapes";

type Filled = ComparedGaps["filled"][number];

/** Lines of one gap that stand in the transcript. */
const MOST_LINES = 50;

/** What the node's own log has where the recording has a gap: its word, not ours, and it looks like it. */
export function FilledGap({ label, compared }: { label: string; compared: RecordingSource["compared"] }) {
  const [filled, setFilled] = useState<Filled>();
  const [, from] = /^gap: frames (\d+) to/.exec(label) ?? [];

  // The log is the gateway's.
  useEffect(() => {
    const abort = new AbortController();
    compared().then(
      (found) => {
        if (!abort.signal.aborted) setFilled(found?.filled.find((gap) => String(gap.from) === from));
      },
      // The Agent log tab says what is wrong.
      () => undefined,
    );
    return () => abort.abort();
  }, [compared, from]);

  if (!filled || filled.lines.length === 0) return null;
  const shown = filled.lines.slice(0, MOST_LINES);
  const rest = filled.lineCount - shown.length;
  return (
    <div className="my-1 ml-5 border-amber-line border-l-2 pl-2.5 text-soft">
      <p className="font-sans text-amber">{t("replay.filled", { count: filled.lineCount })}</p>
      <ol>
        {shown.map(({ number, text }) => (
          <li key={number}>
            <bdi dir="ltr" className="whitespace-pre-wrap break-all">
              {text === "" ? "\u00a0" : text}
            </bdi>
          </li>
        ))}
      </ol>
      {rest > 0 && <p className="font-sans text-faint">{t("replay.filled.rest", { count: rest })}</p>}
    </div>
  );
}

import { buttonClass } from "@/components/ui/controls/button-class";
import { Notice } from "@/components/ui/notice";
import type { ReplayOverview } from "@/lib/recordings/segments/views";
import { t } from "@/messages/translate";
import { formatSize } from "@/messages/values";
import type { RecordState } from "./print/use-record";

interface PreparingProps {
  overview: ReplayOverview;
  isRunning: boolean;
  /** Address of the whole recording as a file. */
  file: string;
  reading: RecordState;
}

/** What is not there yet, or won't be: the rest of a recording, or its paper. Nothing, as a rule. */
export function Preparing({ overview, isRunning, file, reading }: PreparingProps) {
  const { failure, waitingBytes, isComplete, segments } = overview;
  const isWaiting = !isComplete && !isRunning && waitingBytes > 0;
  return (
    <div className="grid gap-2 empty:hidden print:hidden">
      {failure !== null && (
        <Notice
          tone="red"
          action={
            <a href={file} download className={buttonClass("secondary", "small")}>
              {t("replay.download")}
            </a>
          }
        >
          {t("replay.preparing.failed")} <bdi className="break-all font-mono text-xs">{failure}</bdi>
        </Notice>
      )}
      {failure === null && isWaiting && (
        <Notice tone="blue" role="status">
          {t("replay.preparing", { size: formatSize(waitingBytes) })}
        </Notice>
      )}
      {reading.state === "reading" && (
        <Notice tone="blue" role="status">
          {t("replay.print.reading", { done: reading.segments, all: segments })}
        </Notice>
      )}
    </div>
  );
}

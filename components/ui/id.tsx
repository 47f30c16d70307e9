import { CopyButton } from "./controls/copy-button";
import { shortenId } from "./time/time-format";

interface IdProps {
  id: string;
  isCopyable?: boolean;
  /** Shown whole where there is room and it is evidence. */
  isWhole?: boolean;
}

/** An id: monospace, shortened in the middle, copied whole. */
export function Id({ id, isCopyable = false, isWhole = false }: IdProps) {
  return (
    <span className="inline-flex min-w-0 items-center gap-0.5">
      <code title={id} className={isWhole ? "break-all font-mono text-[0.93em]" : "font-mono text-[0.93em]"}>
        {isWhole ? id : shortenId(id)}
      </code>
      {isCopyable && <CopyButton text={id} />}
    </span>
  );
}

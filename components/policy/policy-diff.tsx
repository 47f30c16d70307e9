import { cx } from "@/components/ui/cx";
import type { DiffLine, FileDiff } from "@/lib/policy/versions/diff";
import { t } from "@/messages/translate";

const LOOK = {
  same: { sign: " ", row: "" },
  added: { sign: "+", row: "bg-green-wash" },
  removed: { sign: "−", row: "bg-red-wash" },
  "left-out": { sign: "⋯", row: "text-faint" },
} as const satisfies Record<DiffLine["kind"], { sign: string; row: string }>;

/** What a version changes, line by line. */
export function PolicyDiff({ title, files }: { title: string; files: readonly FileDiff[] }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h3 className="font-medium text-sm">{title}</h3>
      {files.length === 0 && <p className="text-soft text-sm">{t("policy.diff.none")}</p>}
      {files.map((file) => (
        <figure
          key={file.name}
          className="overflow-hidden rounded-md border border-line [font-variant-ligatures:none]"
        >
          <figcaption className="flex gap-2 border-line border-b bg-sunken px-3 py-1.5 text-soft text-xs">
            <span className="font-mono">{file.name}</span> {t(`policy.diff.${file.kind}`)}
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable) */}
          <ol tabIndex={0} className="max-h-128 overflow-auto py-1 font-mono text-xs leading-5">
            {file.lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never move
              <Line key={index} line={line} />
            ))}
          </ol>
        </figure>
      ))}
    </div>
  );
}

function Line({ line: { kind, text, before, after } }: { line: DiffLine }) {
  const { sign, row } = LOOK[kind];
  return (
    <li className={cx("grid grid-cols-[2.5rem_1rem_minmax(0,1fr)] gap-x-2 pr-3", row)}>
      <span className="select-none text-right text-faint">{after ?? before}</span>
      <span aria-hidden className="select-none">
        {sign}
      </span>
      <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        {(kind === "added" || kind === "removed") && (
          <span className="sr-only">{t(`policy.diff.line.${kind}`)} </span>
        )}
        {kind === "left-out" ? t("policy.diff.leftOut") : <bdi dir="ltr">{text}</bdi>}
      </span>
    </li>
  );
}

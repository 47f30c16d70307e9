import { CircleAlert, CircleDashed, Hourglass, Lock, type LucideIcon, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/messages/translate";
import { CopyButton } from "../controls/copy-button";
import { cx } from "../cx";

/** Why there is nothing to see; each says something else to whoever looks. */
export type EmptyKind = "nothing" | "no-match" | "no-permission" | "not-ready" | "failed";

const LOOK = {
  nothing: { icon: CircleDashed, colour: "text-faint" },
  "no-match": { icon: SearchX, colour: "text-faint" },
  "no-permission": { icon: Lock, colour: "text-faint" },
  "not-ready": { icon: Hourglass, colour: "text-blue" },
  failed: { icon: CircleAlert, colour: "text-red" },
} as const satisfies Record<EmptyKind, { icon: LucideIcon; colour: string }>;

interface EmptyStateProps {
  kind: EmptyKind;
  /** What is so; without it, the name of the kind. */
  title?: string;
  /** What this place says of itself; without it, what is true of the kind. */
  children?: ReactNode;
  /** What to do about it: a link, or a button to try again. */
  action?: ReactNode;
  /** For "failed": the error's code. */
  code?: string | undefined;
  /** For "failed": the id under which the log has it. */
  requestId?: string | undefined;
}

/** In the place of a list or a page: why it is empty, and what to do. */
export function EmptyState({ kind, title, children, action, code, requestId }: EmptyStateProps) {
  const { icon: Icon, colour } = LOOK[kind];
  return (
    <div data-empty={kind} className="grid justify-items-center gap-1.5 px-4 py-12 text-center">
      <Icon aria-hidden className={cx("mb-1 size-5", colour)} />
      <p className="font-semibold">{title ?? t(`empty.${kind}`)}</p>
      <div className="max-w-prose text-sm text-soft">{children ?? t(`empty.${kind}.hint`)}</div>
      {(code !== undefined || requestId !== undefined) && (
        <p className="flex flex-wrap items-center justify-center gap-x-3 font-mono text-faint text-xs">
          {code !== undefined && <span>{code}</span>}
          {requestId !== undefined && (
            <span className="inline-flex min-w-0 items-center gap-1 break-all">
              {t("empty.request-id", { id: requestId })}
              <CopyButton text={requestId} label={t("empty.request-id.label")} />
            </span>
          )}
        </p>
      )}
      {action && <div className="mt-2.5 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

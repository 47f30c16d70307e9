import { CircleDashed, Hourglass, Lock, type LucideIcon, RefreshCw, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "@/messages/translate";

/** Why there is nothing to see; each says something else to whoever looks. */
export type EmptyKind = "nothing" | "no-match" | "no-permission" | "not-ready" | "failed";

const ICON = {
  nothing: CircleDashed,
  "no-match": SearchX,
  "no-permission": Lock,
  "not-ready": Hourglass,
  failed: RefreshCw,
} as const satisfies Record<EmptyKind, LucideIcon>;

interface EmptyStateProps {
  kind: EmptyKind;
  children?: ReactNode;
  /** What to do about it: a link, or a button to try again. */
  action?: ReactNode;
  /** For "failed": the id under which the logs have it. */
  requestId?: string | undefined;
}

/** In the place of a list: why it is empty, and what to do. */
export function EmptyState({ kind, children, action, requestId }: EmptyStateProps) {
  const Icon = ICON[kind];
  return (
    <div data-empty={kind} className="flex flex-col items-start gap-2 border-line border-y px-2 py-6">
      <p className="flex items-center gap-2 font-medium">
        <Icon aria-hidden className="size-4 text-faint" />
        {t(`empty.${kind}`)}
      </p>
      {children !== undefined && <div className="max-w-prose text-soft">{children}</div>}
      {requestId !== undefined && (
        <p className="font-mono text-faint text-xs">{t("empty.request-id", { id: requestId })}</p>
      )}
      {action}
    </div>
  );
}

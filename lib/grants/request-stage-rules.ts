import type { RequestState } from "@/lib/requests/views";
import type { GrantRow } from "./views";

/**
 * Where a request stands for whoever looks at its page: its own state, and once it was approved that of the access.
 * approved: no shell is open, or its window is still ahead; active: at least one is; ended: the access is over.
 */
export const REQUEST_STAGES = [
  "waiting",
  "approved",
  "active",
  "ended",
  "denied",
  "expired",
  "withdrawn",
] as const;
export type RequestStage = (typeof REQUEST_STAGES)[number];

/** @param grant the access that came of it; null as long as there is none */
export function requestStage(
  state: RequestState,
  grant: Pick<GrantRow, "isRunning" | "opensAt" | "openSessions"> | null,
): RequestStage {
  if (state === "lapsed") return "expired";
  if (state !== "approved") return state;
  if (!grant?.isRunning && !grant?.opensAt) return "ended";
  return isShellOpen(grant) ? "active" : "approved";
}

/** Whether a shell under the access is open: one that is being opened or ended is not. */
export function isShellOpen({ openSessions }: Pick<GrantRow, "openSessions">): boolean {
  return openSessions.some(({ state }) => state === "open");
}

/** The stages in which nothing of a request can be used any more; its requester may want the same again. */
export type OverStage = Extract<RequestStage, "ended" | "denied" | "expired" | "withdrawn">;

export function isOver(stage: RequestStage): stage is OverStage {
  return stage === "denied" || stage === "expired" || stage === "withdrawn" || stage === "ended";
}

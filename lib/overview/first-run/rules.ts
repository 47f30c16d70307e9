import type { AccountView } from "@/lib/accounts/views";

/** What must be there before anybody can get in, in the order in which an administrator sees to it. */
export const FIRST_RUN_STEPS = [
  "provider",
  "accounts",
  "connections",
  "documents",
  "approvers",
  "trial",
] as const;
export type FirstRunStep = (typeof FIRST_RUN_STEPS)[number];

/** `open`: not done yet, and nothing is wrong. */
export type FirstRunState = "done" | "failed" | "open";

export interface FirstRunLine {
  step: FirstRunStep;
  state: FirstRunState;
}

/** What of an installation the steps are judged by. */
export interface Installation {
  hasProviderTrouble: boolean;
  accounts: readonly Pick<AccountView, "regions">[];
  /** People with the approver role who have signed in and are not disabled. */
  approvers: number;
  /** Whether a shell was opened here, and its review closed. */
  hasReviewedShell: boolean;
}

/** One approver alone can approve nothing of their own. */
const ENOUGH_APPROVERS = 2;

/** How far an installation is: each step with its state. */
export function firstRunLines(installation: Installation): FirstRunLine[] {
  const { hasProviderTrouble, accounts, approvers, hasReviewedShell } = installation;
  const regions = accounts.flatMap((account) => account.regions);
  const isDone = (done: boolean): FirstRunState => (done ? "done" : "open");
  const states: Record<FirstRunStep, FirstRunState> = {
    provider: hasProviderTrouble ? "failed" : "done",
    accounts: together(
      regions.map(({ failure, readAt }) => (failure !== null ? "failed" : isDone(readAt !== null))),
    ),
    connections: together(
      regions.map(({ test }) =>
        test.state === "broken" || test.state === "unanswered" ? "failed" : isDone(test.state === "passed"),
      ),
    ),
    documents: together(
      regions.map(({ inUse: { state } }) =>
        state === "failed" || state === "differs" || state === "missing"
          ? "failed"
          : isDone(state === "ready"),
      ),
    ),
    approvers: isDone(approvers >= ENOUGH_APPROVERS),
    trial: isDone(hasReviewedShell),
  };
  return FIRST_RUN_STEPS.map((step) => ({ step, state: states[step] }));
}

/** One that failed outweighs; nothing at all is not done. */
function together(states: readonly FirstRunState[]): FirstRunState {
  if (states.includes("failed")) return "failed";
  return states.length > 0 && states.every((state) => state === "done") ? "done" : "open";
}

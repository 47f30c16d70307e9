"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import type { GlassOffer } from "@/lib/grants/glass/views";
import { requestStage } from "@/lib/grants/request-stage-rules";
import type { GrantDetail } from "@/lib/grants/views";
import type { GlassVerdict } from "@/lib/requests/glass/views";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { AccessBox } from "./access-box";
import { DecideBox } from "./decide-box";
import type { DecisionValues, OpenDecision } from "./decision-sheets";
import type { EntryValues, OpenEntry } from "./entry-sheet";
import { WaitingBox } from "./waiting-box";

// Few requests have one.
const GlassBox = lazy(async () => ({ default: (await import("../glass/glass-box")).GlassBox }));

export interface RequestBoxProps {
  request: RequestDetail;
  grant: GrantDetail | null;
  viewerId: string;
  /** What breaking the glass would be instead of waiting; null: it is not permitted. */
  glassOffer: GlassOffer | null;
  /** Where nothing is left to use: how it ended. The server draws it, as nothing is to be pressed there. */
  over: ReactNode;
  /** Windows are never shorter. */
  shortestSeconds: number;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onWithdraw: () => Promise<Outcome>;
  /** Opens the node that is waited for. */
  onBreak: (offer: GlassOffer, confirmation: string) => Promise<Outcome>;
  /** Loads what the dialog says before it opens. @returns whether it is there */
  onGlassWords: () => Promise<boolean>;
  /** The note that is owed after a break-glass. */
  onNote: (note: string) => Promise<Outcome>;
  /** Ratifies or disowns a break-glass. */
  onJudge: (verdict: GlassVerdict, reason: string) => Promise<Outcome>;
  onRemind: () => Promise<Outcome>;
  /** Writes a comment, a question or an answer. */
  onWrite: (values: EntryValues) => Promise<Outcome>;
  /** Creates a session on a node; whoever calls it leads on to the terminal. */
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  /** Ends the access. */
  onEnd: (reason: string) => Promise<Outcome>;
}

/** The one box of a request's page: what its state is, and what can be done about it now. */
export function RequestBox(props: RequestBoxProps) {
  // Above the boxes: when somebody else decides meanwhile, the box changes, and what is open has to say so.
  const [decision, setDecision] = useState<OpenDecision>();
  const [entry, setEntry] = useState<OpenEntry>();
  const [problem, setProblem] = useState<string>();
  const sheets = useOnDemand(() => import("./decision-sheets"));
  const writing = useOnDemand(() => import("./entry-sheet"));
  const breaking = useOnDemand(async () => {
    if (!(await props.onGlassWords())) throw new Error("the dialog's messages could not be loaded");
    return import("../glass/glass-dialog");
  });
  const [isBreaking, setIsBreaking] = useState(false);
  const { request, glassOffer } = props;
  const open = async (part: { fetch: () => Promise<boolean> }, show: () => void) => {
    const isThere = await part.fetch();
    setProblem(isThere ? undefined : t("pages.unreachable"));
    if (isThere) show();
  };
  return (
    <>
      <StageBox
        {...props}
        onDecision={(next) => void open(sheets, () => setDecision(next))}
        onEntry={(next) => void open(writing, () => setEntry(next))}
        onGlass={glassOffer ? () => void open(breaking, () => setIsBreaking(true)) : undefined}
      />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      {request.glass?.brokenAt && (
        <Suspense>
          <GlassBox request={request} glass={request.glass} onNote={props.onNote} onJudge={props.onJudge} />
        </Suspense>
      )}
      {breaking.loaded && glassOffer && (
        <breaking.loaded.GlassDialog
          isOpen={isBreaking}
          offer={glassOffer}
          reason={request.justification}
          onBreak={(confirmation) => props.onBreak(glassOffer, confirmation)}
          onClose={() => setIsBreaking(false)}
        />
      )}
      {sheets.loaded && (
        <sheets.loaded.DecisionSheets
          decision={decision}
          now={props.request}
          onDecide={props.onDecide}
          onClose={() => setDecision(undefined)}
        />
      )}
      {writing.loaded && (
        <writing.loaded.EntrySheet
          entry={entry}
          onWrite={props.onWrite}
          onClose={() => setEntry(undefined)}
        />
      )}
    </>
  );
}

interface Opens {
  onDecision: (decision: OpenDecision) => void;
  onEntry: (entry: OpenEntry) => void;
  onGlass: (() => void) | undefined;
}

function StageBox(props: RequestBoxProps & Opens) {
  const { request, grant, viewerId, onDecision, onEntry } = props;
  const stage = requestStage(request.state, grant);
  const isMine = request.requesterId === viewerId;
  switch (stage) {
    case "waiting":
      return request.actions.approve.allowed || request.actions.deny.allowed ? (
        <DecideBox
          request={request}
          shortestSeconds={props.shortestSeconds}
          onDecision={onDecision}
          onEntry={onEntry}
        />
      ) : (
        <WaitingBox
          request={request}
          isMine={isMine}
          onWithdraw={props.onWithdraw}
          onRemind={props.onRemind}
          onEntry={onEntry}
          onGlass={props.onGlass}
        />
      );
    case "approved":
    case "active":
      return (
        grant && (
          <AccessBox
            grant={grant}
            isMine={isMine}
            startWithinSeconds={request.startWithinSeconds}
            onOpenShell={props.onOpenShell}
            onEnd={props.onEnd}
          />
        )
      );
    case "ended":
    case "denied":
    case "expired":
    case "withdrawn":
      return props.over;
  }
}

"use client";

import { type ReactNode, useState } from "react";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";
import { useOnDemand } from "@/components/ui/overlay/on-demand";
import { requestStage } from "@/lib/grants/request-stage-rules";
import type { GrantDetail } from "@/lib/grants/views";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { AccessBox } from "./access-box";
import { DecideBox } from "./decide-box";
import type { DecisionValues, OpenDecision } from "./decision-sheets";
import { WaitingBox } from "./waiting-box";

export interface RequestBoxProps {
  request: RequestDetail;
  grant: GrantDetail | null;
  viewerId: string;
  /** Where nothing is left to use: how it ended. The server draws it, as nothing is to be pressed there. */
  over: ReactNode;
  /** Windows are never shorter. */
  shortestSeconds: number;
  onDecide: (values: DecisionValues) => Promise<Outcome>;
  onWithdraw: () => Promise<Outcome>;
  /** Creates a session on a node; whoever calls it leads on to the terminal. */
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  /** Ends the access. */
  onEnd: (reason: string) => Promise<Outcome>;
}

/** The one box of a request's page: what its state is, and what can be done about it now. */
export function RequestBox(props: RequestBoxProps) {
  // Above the boxes: when somebody else decides meanwhile, the box changes, and what is open has to say so.
  const [decision, setDecision] = useState<OpenDecision>();
  const [problem, setProblem] = useState<string>();
  const sheets = useOnDemand(() => import("./decision-sheets"));
  const open = async (next: OpenDecision) => {
    const isThere = await sheets.fetch();
    setProblem(isThere ? undefined : t("pages.unreachable"));
    if (isThere) setDecision(next);
  };
  return (
    <>
      <StageBox {...props} onDecision={(next) => void open(next)} />
      {problem !== undefined && (
        <Notice tone="red" role="alert">
          {problem}
        </Notice>
      )}
      {sheets.loaded && (
        <sheets.loaded.DecisionSheets
          decision={decision}
          now={props.request}
          onDecide={props.onDecide}
          onClose={() => setDecision(undefined)}
        />
      )}
    </>
  );
}

function StageBox(props: RequestBoxProps & { onDecision: (decision: OpenDecision) => void }) {
  const { request, grant, viewerId } = props;
  const stage = requestStage(request.state, grant);
  const isMine = request.requesterId === viewerId;
  switch (stage) {
    case "waiting":
      return request.actions.approve.allowed || request.actions.deny.allowed ? (
        <DecideBox request={request} shortestSeconds={props.shortestSeconds} onDecision={props.onDecision} />
      ) : (
        <WaitingBox request={request} isMine={isMine} onWithdraw={props.onWithdraw} />
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

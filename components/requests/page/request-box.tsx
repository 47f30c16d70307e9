"use client";

import type { Outcome } from "@/components/ui/outcome";
import { requestStage } from "@/lib/grants/request-stage";
import type { GrantDetail } from "@/lib/grants/views";
import type { RequestDetail } from "@/lib/requests/views";
import { AccessBox } from "./access-box";
import { DecideBox } from "./decide-box";
import type { DecisionValues } from "./decision-sheets";
import { WaitingBox } from "./waiting-box";

export interface RequestBoxProps {
  request: RequestDetail;
  grant: GrantDetail | null;
  viewerId: string;
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
  const { request, grant, viewerId } = props;
  const stage = requestStage(request.state, grant);
  const isMine = request.requesterId === viewerId;
  switch (stage) {
    case "waiting":
      return request.actions.approve.allowed || request.actions.deny.allowed ? (
        <DecideBox {...props} />
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
      // Nothing is left to press: the server draws it (over-box.tsx).
      return null;
  }
}

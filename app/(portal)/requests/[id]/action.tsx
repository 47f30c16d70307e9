"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { loadPart } from "@/app/client/load-messages";
import { act, post } from "@/app/client/post";
import { proveByPasskey, signInAgain } from "@/app/client/step-up";
import { useGrant } from "@/app/client/use-grant";
import type { DecisionValues } from "@/components/requests/box/decision-sheets";
import { dropDecision, keepDecision } from "@/components/requests/box/kept-decision";
import { RequestBox, type RequestBoxProps } from "@/components/requests/box/request-box";
import { Notice } from "@/components/ui/notice";
import type { Outcome } from "@/components/ui/outcome";

type Buttons =
  | "onDecide"
  | "onWithdraw"
  | "onRemind"
  | "onWrite"
  | "onBreak"
  | "onGlassWords"
  | "onNote"
  | "onJudge"
  | "onOpenShell"
  | "onEnd";

interface ActionProps extends Omit<RequestBoxProps, Buttons> {
  /** Whether the reader came to approve: the confirmation opens by itself, as a key opens it. */
  isApproving: boolean;
  /** The gateway's origin: it verifies passkeys. */
  gateway: string;
  /** Set where the reader comes back from signing in again; a sentence where that confirmed nothing. */
  back: { failure: string | undefined } | undefined;
}

/** The box of a request's page with what its buttons do. */
export function RequestAction({ isApproving, gateway, back, ...props }: ActionProps) {
  const router = useRouter();
  const actsOf = useGrant();
  const refresh = () => router.refresh();
  const { id: requestId, isFirstLook } = props.request;
  const isBack = back !== undefined;
  const wasProven = isBack && back.failure === undefined;

  // The portal's record of who has looked: whoever waits is told. It is no reason to disturb the reader when it fails.
  useEffect(() => {
    if (isFirstLook) void act("/api/requests/open", { requestId });
  }, [isFirstLook, requestId]);

  // The browser's address says why the reader came: it is taken at its word once, and not again when it is reloaded.
  useEffect(() => {
    // What was left to sign in again, and not come back to, is over.
    if (!isBack) dropDecision(requestId);
    if (isBack || isApproving) window.history.replaceState(null, "", window.location.pathname);
    if (!isApproving) return;
    document.querySelector<HTMLElement>("[data-decide=approve]")?.click();
  }, [isApproving, isBack, requestId]);

  const decide = async ({ comment, ...values }: DecisionValues): Promise<Outcome> => {
    const { version: _version, verdict, requestHash, ...narrowed } = values;
    const asked = { purpose: "decision", requestId, requestHash, ...defined(narrowed) } as const;
    const isProvenBy = (level: "sign-in" | "passkey") =>
      verdict === "approve" && props.request.obligations.stepUp === level;
    if (isProvenBy("passkey")) {
      const proven = await proveByPasskey(gateway, asked);
      if (!proven.ok) return proven;
    }
    const leave = () => {
      keepDecision(requestId, { chosen: defined(narrowed), comment });
      return signInAgain(asked);
    };
    if (isProvenBy("sign-in") && !wasProven) return leave();
    const answer = await post("/api/requests/decide", {
      ...{ requestId, ...values },
      ...(comment === null ? {} : { comment }),
    });
    // Two minutes have gone by, or something else is approved now than was proven.
    if (!answer.ok && answer.code === "STEP_UP_NEEDED" && isProvenBy("sign-in")) return leave();
    if (!answer.ok) return answer;
    refresh();
    return { ok: true };
  };

  return (
    <>
      {back?.failure !== undefined && (
        <Notice tone="red" role="alert">
          {back.failure}
        </Notice>
      )}
      <RequestBox
        {...props}
        {...actsOf(props.grant?.id ?? "")}
        onDecide={decide}
        onGlassWords={() => loadPart("glass")}
        onBreak={async ({ nodeId, windowSeconds }, confirmation) => {
          const { justification, incident, osUser } = props.request;
          const answer = await post<{ requestId: string }>("/api/requests/break-glass", {
            ...{ nodeId, justification, windowSeconds, confirmation, insteadOf: requestId },
            ...(incident === null ? {} : { incident }),
            ...(osUser === null ? {} : { osUser }),
          });
          if (answer.ok) router.push(`/requests/${answer.value.requestId}`);
          return answer;
        }}
        onNote={(note) => act("/api/requests/note", { requestId, note }, refresh)}
        onJudge={(verdict, reason) => act("/api/requests/judge", { requestId, verdict, reason }, refresh)}
        onWithdraw={() => act("/api/requests/withdraw", { requestId }, refresh)}
        onRemind={() => act("/api/requests/remind", { requestId }, refresh)}
        onWrite={({ questionId, ...values }) =>
          act(
            "/api/requests/write",
            { requestId, ...values, ...(questionId === undefined ? {} : { questionId }) },
            refresh,
          )
        }
      />
    </>
  );
}

/** Without what is undefined; lists are the caller's own. */
function defined({
  windowSeconds,
  nodeIds,
  mostNodes,
  osUser,
}: Pick<DecisionValues, "windowSeconds" | "nodeIds" | "mostNodes" | "osUser">) {
  return {
    ...(windowSeconds === undefined ? {} : { windowSeconds }),
    ...(nodeIds === undefined ? {} : { nodeIds: [...nodeIds] }),
    ...(mostNodes === undefined ? {} : { mostNodes }),
    ...(osUser === undefined ? {} : { osUser }),
  };
}

"use client";

import { useRouter } from "next/navigation";
import { act } from "@/app/client/post";
import { DecisionActions, type DecisionActionsProps } from "@/components/requests/decision-actions";

/** The buttons of a request's page, with what they do. */
export function Decision(props: Omit<DecisionActionsProps, "onDecide" | "onWithdraw">) {
  const router = useRouter();
  const refresh = () => router.refresh();
  const requestId = props.request.id;
  return (
    <DecisionActions
      {...props}
      onDecide={({ comment, ...values }) =>
        act(
          "/api/requests/decide",
          { requestId, ...values, ...(comment === null ? {} : { comment }) },
          refresh,
        )
      }
      onWithdraw={() => act("/api/requests/withdraw", { requestId }, refresh)}
    />
  );
}

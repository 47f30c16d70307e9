"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { act } from "@/app/client/post";
import { useGrant } from "@/app/client/use-grant";
import { RequestBox, type RequestBoxProps } from "@/components/requests/box/request-box";

type Buttons = "onDecide" | "onWithdraw" | "onRemind" | "onWrite" | "onOpenShell" | "onEnd";

interface ActionProps extends Omit<RequestBoxProps, Buttons> {
  /** Whether the reader came to approve: the confirmation opens by itself, as a key opens it. */
  isApproving: boolean;
}

/** The box of a request's page with what its buttons do. */
export function RequestAction({ isApproving, ...props }: ActionProps) {
  const router = useRouter();
  const actsOf = useGrant();
  const refresh = () => router.refresh();
  const { id: requestId, isFirstLook } = props.request;

  // The portal's record of who has looked: whoever waits is told. It is no reason to disturb the reader when it fails.
  useEffect(() => {
    if (isFirstLook) void act("/api/requests/open", { requestId });
  }, [isFirstLook, requestId]);

  // The browser's address says why the reader came: it is taken at its word once, and not again when it is reloaded.
  useEffect(() => {
    if (!isApproving) return;
    window.history.replaceState(null, "", window.location.pathname);
    document.querySelector<HTMLElement>("[data-decide=approve]")?.click();
  }, [isApproving]);

  return (
    <RequestBox
      {...props}
      {...actsOf(props.grant?.id ?? "")}
      onDecide={({ comment, ...values }) =>
        act(
          "/api/requests/decide",
          { requestId, ...values, ...(comment === null ? {} : { comment }) },
          refresh,
        )
      }
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
  );
}

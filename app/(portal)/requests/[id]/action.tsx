"use client";

import { useRouter } from "next/navigation";
import { act } from "@/app/client/post";
import { useGrant } from "@/app/client/use-grant";
import { RequestBox, type RequestBoxProps } from "@/components/requests/page/request-box";

type Buttons = "onDecide" | "onWithdraw" | "onOpenShell" | "onEnd";

/** The box of a request's page with what its buttons do. */
export function RequestAction(props: Omit<RequestBoxProps, Buttons>) {
  const router = useRouter();
  const actsOf = useGrant();
  const refresh = () => router.refresh();
  const requestId = props.request.id;
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
    />
  );
}

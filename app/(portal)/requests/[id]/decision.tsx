"use client";

import { useRouter } from "next/navigation";
import { Grant } from "@/app/client/grant";
import { act } from "@/app/client/post";
import { DecisionView, type DecisionViewProps } from "@/components/requests/decision-view";
import type { GrantRow } from "@/lib/grants/views";

interface DecisionProps extends Omit<DecisionViewProps, "onDecide" | "onWithdraw"> {
  grant: GrantRow | null;
}

/** A request's page with what its buttons do. */
export function Decision({ grant, ...props }: DecisionProps) {
  const router = useRouter();
  const refresh = () => router.refresh();
  const { request, viewerId } = props;
  return (
    <div className="grid gap-6">
      {grant && <Grant grant={grant} viewerId={viewerId} />}
      <DecisionView
        {...props}
        onDecide={({ comment, ...values }) =>
          act(
            "/api/requests/decide",
            { requestId: request.id, ...values, ...(comment === null ? {} : { comment }) },
            refresh,
          )
        }
        onWithdraw={() => act("/api/requests/withdraw", { requestId: request.id }, refresh)}
      />
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { act, post } from "@/app/client/post";
import { GrantCard } from "@/components/grants/grant-card";
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
      {grant && (
        <GrantCard
          grant={grant}
          viewerId={viewerId}
          onOpenShell={async (nodeId) => {
            const answer = await post<{ sessionId: string }>("/api/sessions/create", {
              grantId: grant.id,
              nodeId,
            });
            if (!answer.ok) return answer;
            router.push(`/sessions/${answer.value.sessionId}/terminal`);
            return { ok: true };
          }}
          onEnd={(reason) => act("/api/grants/end", { grantId: grant.id, reason }, refresh)}
        />
      )}
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

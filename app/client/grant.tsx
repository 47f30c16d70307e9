"use client";

import { useRouter } from "next/navigation";
import { GrantCard } from "@/components/grants/grant-card";
import type { GrantRow } from "@/lib/grants/views";
import { act, post } from "./post";

/** An access with what its buttons do. */
export function Grant({ grant, viewerId }: { grant: GrantRow; viewerId: string }) {
  const router = useRouter();
  return (
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
      onEnd={(reason) => act("/api/grants/end", { grantId: grant.id, reason }, () => router.refresh())}
    />
  );
}

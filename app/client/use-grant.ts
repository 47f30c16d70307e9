"use client";

import { useRouter } from "next/navigation";
import type { Outcome } from "@/components/ui/outcome";
import { act, post } from "./post";

interface GrantActs {
  onOpenShell: (nodeId: string) => Promise<Outcome>;
  onEnd: (reason: string) => Promise<Outcome>;
}

/** What the buttons of an access do, wherever it is shown. */
export function useGrant(): (grantId: string) => GrantActs {
  const router = useRouter();
  return (grantId) => ({
    onOpenShell: async (nodeId) => {
      const answer = await post<{ sessionId: string }>("/api/sessions/create", { grantId, nodeId });
      if (!answer.ok) return answer;
      router.push(`/sessions/${answer.value.sessionId}/terminal`);
      return { ok: true };
    },
    onEnd: (reason) => act("/api/grants/end", { grantId, reason }, () => router.refresh()),
  });
}

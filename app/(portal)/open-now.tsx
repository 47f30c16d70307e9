"use client";

import { useRouter } from "next/navigation";
import { act, post } from "@/app/client/post";
import { OpenRow } from "@/components/home/open-row";
import type { GrantRow } from "@/lib/grants/views";

/** The accesses in force on the home page, with what their buttons do. */
export function OpenNow({ grants, viewerId }: { grants: readonly GrantRow[]; viewerId: string }) {
  const router = useRouter();
  return (
    <ul className="divide-y divide-line border-line border-y">
      {grants.map((grant) => (
        <OpenRow
          key={grant.id}
          grant={grant}
          isMine={grant.personId === viewerId}
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
      ))}
    </ul>
  );
}

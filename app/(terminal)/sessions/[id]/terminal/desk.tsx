"use client";

import { post } from "@/app/client/post";
import { TerminalDesk, type TerminalDeskProps } from "@/components/desk/terminal-desk";

/** The terminals of one access with what opens another. */
export function Desk({ grantId, ...desk }: Omit<TerminalDeskProps, "onOpen"> & { grantId: string | null }) {
  return (
    <TerminalDesk
      {...desk}
      onOpen={async (nodeId) => {
        const answer = await post<{ sessionId: string }>("/api/sessions/create", { grantId, nodeId });
        return answer.ok ? { ok: true, sessionId: answer.value.sessionId } : answer;
      }}
    />
  );
}

"use client";

import { useEffect } from "react";
import { post } from "@/app/client/post";
import { proveByPasskey, signInAgain } from "@/app/client/step-up";
import { TerminalDesk, type TerminalDeskProps } from "@/components/desk/terminal-desk";
import { windowId } from "@/components/terminal/client/window-id";

/** The terminals of one access with what opens another. */
export function Desk({
  grantId,
  ...desk
}: Omit<TerminalDeskProps, "onOpen" | "onProve"> & { grantId: string | null }) {
  // The browser's address says what the reader comes back with: it is told once, and not again when it is reloaded.
  useEffect(() => {
    if (window.location.search !== "") window.history.replaceState(null, "", window.location.pathname);
  }, []);
  return (
    <TerminalDesk
      {...desk}
      onOpen={async (nodeId) => {
        const answer = await post<{ sessionId: string }>("/api/sessions/create", { grantId, nodeId });
        return answer.ok ? { ok: true, sessionId: answer.value.sessionId } : answer;
      }}
      onProve={(sessionId, level) => {
        const asked = { purpose: "start", sessionId, windowId: windowId() } as const;
        return level === "passkey"
          ? proveByPasskey(desk.gateway.replace(/^ws/, "http"), asked)
          : signInAgain(asked);
      }}
    />
  );
}

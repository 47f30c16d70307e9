"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { act, post } from "@/app/client/post";
import { proveByPasskey, signInAgain } from "@/app/client/step-up";
import { TerminalDesk, type TerminalDeskProps } from "@/components/desk/terminal-desk";
import { useNotices } from "@/components/notices/notices-context";
import type { AccessActions } from "@/components/terminal/access/access-actions";
import { windowId } from "@/components/terminal/client/window-id";
import type { GrantExtension } from "@/lib/grants/views";

interface DeskProps extends Omit<TerminalDeskProps, "onOpen" | "onProve" | "access"> {
  grantId: string | null;
  /** What an extension begins with; null: nothing can be done with the access from here. */
  access:
    | (Pick<AccessActions, "justification" | "windowSeconds" | "refusal"> & {
        extension: Pick<GrantExtension, "requestId" | "state"> | null;
      })
    | null;
}

/** The terminals of one access with what opens another, asks for more time, and gives the access back. */
export function Desk({ grantId, access, ...desk }: DeskProps) {
  const router = useRouter();
  const [asked, setAsked] = useState(access?.extension ?? null);
  const told = useNotices()?.list.rows.find(({ requestId }) => requestId === asked?.requestId)?.kind;
  // It is told while the shell is open, and stays so when the notice is seen.
  if (asked?.state === "waiting" && told === "approved") setAsked({ ...asked, state: "approved" });
  if (asked?.state === "waiting" && told === "denied") setAsked(null);
  // The browser's address says what the reader comes back with: it is told once, and not again when it is reloaded.
  useEffect(() => {
    if (window.location.search !== "") window.history.replaceState(null, "", window.location.pathname);
  }, []);
  const goOn = async (nodeId: string) => {
    if (!asked) return;
    const answer = await post<{ sessionId: string }>("/api/sessions/create", {
      ...{ grantId, nodeId, isContinued: true },
    });
    // Not approved in time: the card over the screen says that the access ended.
    if (answer.ok) router.replace(`/sessions/${answer.value.sessionId}/terminal?continued=1`);
  };
  return (
    <TerminalDesk
      {...desk}
      access={
        access
          ? {
              ...access,
              extension: asked,
              onExtend: async (justification) => {
                const { windowSeconds } = access;
                const answer = await post<{ requestId: string; grantId?: string }>("/api/grants/extend", {
                  ...{ grantId, justification, windowSeconds },
                });
                if (!answer.ok) return answer;
                const { requestId, grantId: next } = answer.value;
                setAsked({ requestId, state: next === undefined ? "waiting" : "approved" });
                return { ok: true };
              },
              onHandBack: () => act("/api/grants/end", { grantId }),
              onOver: (nodeId) => void goOn(nodeId),
            }
          : undefined
      }
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

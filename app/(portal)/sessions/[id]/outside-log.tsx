"use client";

import { useReducer, useState } from "react";
import { act } from "@/app/client/post";
import { Masking } from "@/components/recordings/masking";
import { AgentLogTab } from "./agent-log-tab";

interface OutsideLogProps {
  sessionId: string;
  /** Of the session at the gateway. */
  address: string;
  canUnmask: boolean;
}

/** The node's log of a session past the portal, secrets masked as in a recording. */
export function OutsideLog({ sessionId, address, canUnmask }: OutsideLogProps) {
  const [clearUntil, setClearUntil] = useState<string | null>(null);
  const [reading, readAnew] = useReducer((count: number) => count + 1, 0);
  const onUnmask = (reason: string) => act("/api/sessions/unmask", { sessionId, reason });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <Masking
        clearUntil={clearUntil}
        onUnmask={canUnmask ? onUnmask : undefined}
        onChanged={() => {
          setClearUntil(null);
          readAnew();
        }}
      />
      <div className="rounded-md border border-line">
        <AgentLogTab key={reading} address={address} isCompared={false} onClear={setClearUntil} />
      </div>
    </div>
  );
}

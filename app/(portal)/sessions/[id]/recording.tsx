"use client";

import { act } from "@/app/client/post";
import { Replay, type ReplayProps } from "@/components/recordings/replay";

/** The recording, with what unmasking it does. */
export function Recording({
  sessionId,
  canUnmask,
  ...replay
}: Omit<ReplayProps, "onUnmask"> & { sessionId: string; canUnmask: boolean }) {
  const onUnmask = (reason: string) => act("/api/sessions/unmask", { sessionId, reason });
  return <Replay {...replay} onUnmask={canUnmask ? onUnmask : undefined} />;
}

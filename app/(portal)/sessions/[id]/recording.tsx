"use client";

import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { act } from "@/app/client/post";
import type { NoteWriting } from "@/components/recordings/notes/notes-given";
import { Replay, type ReplayProps } from "@/components/recordings/replay";
import type { SessionNotes } from "@/lib/reviews/noting/views";

interface RecordingProps extends Omit<ReplayProps, "onUnmask" | "noted"> {
  canUnmask: boolean;
  noted: SessionNotes;
}

/** The recording, with what unmasking it and writing on it do. */
export function Recording({ sessionId, canUnmask, noted, ...replay }: RecordingProps) {
  const writing = useNoteWriting(sessionId);
  const onUnmask = (reason: string) => act("/api/sessions/unmask", { sessionId, reason });
  return (
    <Replay
      {...replay}
      sessionId={sessionId}
      noted={{ notes: noted.notes, writing: noted.canWrite ? writing : undefined }}
      onUnmask={canUnmask ? onUnmask : undefined}
    />
  );
}

/** What was written or withdrawn stands on the page with its next reading, which is at once. */
function useNoteWriting(sessionId: string): NoteWriting {
  const router = useRouter();
  // The same functions for good: a new one would ask for names again.
  return useMemo(() => {
    const read = () => router.refresh();
    return {
      onWrite: (note) => act("/api/recordings/notes/write", { sessionId, ...note }, read),
      onWithdraw: (noteId) => act("/api/recordings/notes/withdraw", { sessionId, noteId }, read),
      onSuggest: (text, signal) => suggest(sessionId, text, signal),
    };
  }, [router, sessionId]);
}

async function suggest(sessionId: string, q: string, signal: AbortSignal): Promise<readonly string[]> {
  try {
    const query = new URLSearchParams({ sessionId, q });
    const response = await fetch(`/api/recordings/notes/mentions?${query}`, { signal });
    if (!response.ok) return [];
    const { people } = (await response.json()) as { people: { name: string }[] };
    return [...new Set(people.map(({ name }) => name))];
  } catch {
    // Without suggestions a name can still be written.
    return [];
  }
}

import type { Actor } from "@/lib/kernel/actor";
import type { Participant } from "@/lib/presence/participant-views";
import { readParticipants } from "@/lib/presence/read-participants";
import type { OtherWindow } from "@/lib/terminal-protocol/messages";

/** What a page is told of another window. */
export function otherWindow({ browser, address, since }: Participant): OtherWindow {
  return { browser, address, since: since.toISOString() };
}

/** The window that types in a session, as far as it is known by now. */
export async function readTypingWindow(actor: Actor, sessionId: string): Promise<OtherWindow | undefined> {
  const typing = (await readParticipants(actor, sessionId)).find(({ kind }) => kind === "keyboard");
  return typing && otherWindow(typing);
}

import type { Seat } from "@/lib/presence/participant-views";
import { readSeats } from "@/lib/presence/read-participants";
import type { KeyboardPlace } from "@/lib/terminal-protocol/messages";

/** What a page is told of a seat. */
export function placeOf({ browser, address, since }: Seat): KeyboardPlace {
  return { browser, address, since: since.toISOString() };
}

/** Where the keyboard of a session is, as far as it is known by now. */
export async function readKeyboardPlace(sessionId: string): Promise<KeyboardPlace | undefined> {
  const seat = (await readSeats(sessionId)).find(({ kind }) => kind === "keyboard");
  return seat && placeOf(seat);
}

import type { SessionId } from "@/lib/kernel/ids";
import { InputSealer } from "@/lib/recordings/sealed-input/input-sealer";
import type { Custodian } from "@/lib/recordings/sealed-input/testing/custodians";
import { insertRanges } from "@/lib/recordings/store";
import type { openDeletions } from "../../deletion/testing/deletions";

export const TYPED = ["ls\r", "rm -rf /var/tmp/x\r", "資料庫\r"];
export const WHY = "Find out which command removed the volume";

/** What the settings of a world say in which keystrokes are kept. */
export const keptFor = (people: readonly Custodian[]) => ({
  INPUT_RECORDING: '{"staging":"kept"}',
  INPUT_RECIPIENTS: JSON.stringify(people.map(({ recipient }) => recipient)),
});

/** A session that is over, in which something was typed and kept. */
export async function typedSession(
  deletions: Awaited<ReturnType<typeof openDeletions>>,
  people: readonly Custodian[],
  texts: readonly string[] = TYPED,
): Promise<SessionId> {
  const sessionId = await deletions.recorded({ ranges: 3, isReviewed: true, isMade: false });
  const recipients = people.map(({ recipient }) => recipient);
  const sealer = new InputSealer({ sessionId, epoch: 1 }, recipients);
  await deletions.as("gateway", async () => {
    for (const [sequence, text] of texts.entries()) {
      const payload = Buffer.from(text);
      const bytes = await sealer.seal({ sequence, payload });
      const numbers = { firstSequence: sequence, lastSequence: sequence, byteCount: payload.length };
      await insertRanges([{ sessionId, epoch: 1, kind: "i", ...numbers, bytes }]);
      sealer.stored();
    }
  });
  return sessionId;
}

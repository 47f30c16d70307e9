"use client";

import { NODE_LOOK } from "@/components/badges/node";
import { cx } from "@/components/ui/cx";
import { useNow } from "@/components/ui/time/clock";
import { ageText } from "@/components/ui/time/time-format";
import { TONE_TEXT } from "@/components/ui/tone";
import { type KnownState, type NodeState, stateAt } from "@/lib/nodes/views";
import { formatUtc } from "@/messages/values";

const TEXT = {
  online: "text-soft",
  unconfirmed: TONE_TEXT.amber,
  offline: TONE_TEXT.amber,
  missing: TONE_TEXT.neutral,
} as const satisfies Record<NodeState, string>;

/** Whether a node's agent can be reached, in a word; where it can't, for how long nothing was heard of it. */
export function NodeAgent({ pingAt, ...known }: KnownState & { pingAt: Date | null }) {
  const now = useNow(5000);
  const state = stateAt(known, now);
  const { icon: Icon, word } = NODE_LOOK[state];
  return (
    <span
      title={pingAt ? formatUtc(pingAt) : undefined}
      className={cx("inline-flex items-center gap-1.5 whitespace-nowrap align-middle", TEXT[state])}
    >
      {state === "online" ? (
        <span aria-hidden className="mx-0.75 size-1.75 rounded-full bg-green" />
      ) : (
        <Icon aria-hidden className="size-3.5" />
      )}
      {word}
      {state !== "online" && pingAt && ` ${ageText(pingAt, now)}`}
    </span>
  );
}

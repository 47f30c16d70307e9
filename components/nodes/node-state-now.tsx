"use client";

import { NODE_LOOK } from "@/components/badges/node";
import { StateBadge } from "@/components/ui/state-badge";
import { useNow } from "@/components/ui/time/clock";
import { type KnownState, stateAt } from "@/lib/nodes/views";

/** A node's state, which a page that is left open withdraws too. */
export function NodeStateNow(known: KnownState) {
  const now = useNow(5000);
  return <StateBadge look={NODE_LOOK[stateAt(known, now)]} as="plain" />;
}

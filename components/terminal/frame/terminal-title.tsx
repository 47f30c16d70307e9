"use client";

import { useEffect } from "react";
import { useNow } from "@/components/ui/time/clock";
import { countdownText } from "@/components/ui/time/time-format";
import type { NodeLabel } from "@/lib/nodes/views";

interface TerminalTitleProps {
  node: Pick<NodeLabel, "name">;
  endsAt: Date | string | null;
  isOver: boolean;
}

/** The browser tab of the terminal that is in front: "payments-api-2 · 23:41". */
export function TerminalTitle({ node, endsAt, isOver }: TerminalTitleProps) {
  const now = useNow(1000);
  const left = endsAt === null || isOver ? undefined : (new Date(endsAt).getTime() - now.getTime()) / 1000;
  const title = left === undefined ? node.name : `${node.name} · ${countdownText(left)}`;

  // The browser's tab.
  useEffect(() => {
    document.title = title;
  }, [title]);

  return null;
}

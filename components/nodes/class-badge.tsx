import { cx } from "@/components/ui/cx";
import type { NodeLabel, Protection } from "@/lib/nodes/views";
import { t, wordFor } from "@/messages/translate";
import { strictestOf } from "./strictest";

/** How careful one has to be with a node, as its badge and its edge show it. Tier 0 is production's own extreme. */
type NodeClassName = "zero" | "production" | "staging";

const FILLED = {
  zero: { box: "", protection: "bg-prod text-on-prod", tier: "bg-tier-zero text-on-tier-zero font-semibold" },
  production: { box: "", protection: "bg-prod text-on-prod", tier: "bg-prod-wash text-prod-text" },
  staging: { box: "border border-staging-line text-staging", protection: "font-medium", tier: "pl-0" },
} as const satisfies Record<NodeClassName, object>;

const QUIET = {
  zero: {
    box: "",
    protection: "bg-prod-wash text-prod-text",
    tier: "bg-tier-zero text-on-tier-zero font-semibold",
  },
  production: {
    box: "",
    protection: "bg-prod-wash text-prod-text",
    tier: "bg-prod-wash pl-0 text-prod-text",
  },
  staging: { box: "border border-line-mid text-staging", protection: "font-medium", tier: "pl-0" },
} as const satisfies Record<NodeClassName, object>;

export type ClassBadgeKind = "filled" | "quiet" | "head";

interface ClassBadgeProps {
  protection: Protection;
  /** The node's tag, hostile text; undefined where it has none. */
  tier?: string | undefined;
  /** "quiet" in tables, "head" beside the name that a page is about. */
  as?: ClassBadgeKind;
}

/** A node's class and tier in two segments: the same badge on every page, never far from the name. */
export function ClassBadge({ protection, tier, as = "filled" }: ClassBadgeProps) {
  const tones = (as === "quiet" ? QUIET : FILLED)[classOf(protection, tier)];
  const isHead = as === "head";
  return (
    <span
      className={cx(
        "inline-flex max-w-full shrink-0 overflow-hidden whitespace-nowrap rounded-sm align-middle font-medium",
        isHead ? "h-5.5 text-xs leading-5.5" : "h-4.5 text-[0.6875rem] leading-4.5",
        protection === "staging" && (isHead ? "leading-5" : "leading-4"),
        tones.box,
      )}
    >
      <span className={cx("font-semibold", isHead ? "px-2" : "px-1.5", tones.protection)}>
        {wordFor("node.protection", protection)}
      </span>
      {tier !== undefined && (
        <bdi className={cx("truncate", isHead ? "px-2" : "px-1.5", tones.tier)}>
          {t("node.tier", { tier })}
        </bdi>
      )}
    </span>
  );
}

const EDGE = {
  zero: "bg-[repeating-linear-gradient(-45deg,var(--prod)_0_5px,var(--stripe)_5px_10px)]",
  production: "bg-prod",
  staging: "bg-staging-line",
} as const satisfies Record<NodeClassName, string>;

/** The line before a row, or over a terminal, in the class of its strictest node. For the eye: the badge says it. */
export function ClassEdge({
  nodes,
  className,
}: {
  nodes: readonly Pick<NodeLabel, "protection" | "tags">[];
  className?: string;
}) {
  const strictest = strictestOf(nodes);
  if (!strictest) return null;
  const { protection, tags } = strictest;
  return (
    <span
      aria-hidden
      className={cx("shrink-0 rounded-[2px]", EDGE[classOf(protection, tags.Tier)], className ?? "w-[3px]")}
    />
  );
}

/** Tier 0 of a staging node is staging: nobody pages for it. */
export function classOf(protection: Protection, tier: string | undefined): NodeClassName {
  if (protection === "production" && tier === "0") return "zero";
  return protection;
}

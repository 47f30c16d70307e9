"use client";

import { Star } from "lucide-react";
import { useState } from "react";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";

interface StarButtonProps {
  nodeName: string;
  isStarred: boolean;
  /** @returns whether it was kept */
  onStar: (isStarred: boolean) => Promise<boolean>;
}

/** Keeps a node at the top of one's lists. */
export function StarButton({ nodeName, isStarred, onStar }: StarButtonProps) {
  const [wanted, setWanted] = useState<boolean>();
  const isOn = wanted ?? isStarred;
  const press = async () => {
    setWanted(!isOn);
    await onStar(!isOn);
    // What the page says counts again, whether it was kept or not.
    setWanted(undefined);
  };
  return (
    <button
      type="button"
      aria-pressed={isOn}
      onClick={press}
      className="relative z-1 inline-flex size-10 shrink-0 cursor-pointer items-center justify-center rounded-md text-faint hover:bg-sunken hover:text-ink"
    >
      <Star aria-hidden className={cx("size-4", isOn && "fill-current text-amber")} />
      <span className="sr-only">{t("node.star", { node: nodeName })}</span>
    </button>
  );
}

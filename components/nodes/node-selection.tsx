"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { t } from "@/messages/translate";

interface NodeSelectionProps {
  /** The request form, which takes the nodes as `node`. */
  action: string;
  /** How many one request may name. */
  most: number;
  /** The table whose boxes are ticked. */
  children: ReactNode;
}

/** Several nodes of a table for one request. Without scripts it is a plain GET form with a button at its end. */
export function NodeSelection({ action, most, children }: NodeSelectionProps) {
  const form = useRef<HTMLFormElement>(null);
  const [count, setCount] = useState(0);
  const counted = () => setCount(form.current ? new FormData(form.current).getAll("node").length : 0);
  return (
    <form
      ref={form}
      action={action}
      onChange={counted}
      onReset={() => setCount(0)}
      onKeyDown={(event) => {
        // Enter in a box ticks nothing and sends nothing: the button does.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
      className="group/choosing"
    >
      {children}
      <div
        role="status"
        className="sticky bottom-16 z-5 hidden flex-wrap items-center gap-x-3 gap-y-1 border-line border-t bg-raised px-2 py-2.5 group-has-[:checked]/choosing:flex rail:bottom-0"
      >
        <span className="text-soft text-sm tabular-nums">{t("node.chosen", { count })}</span>
        <Button type="reset" variant="quiet">
          {t("node.chosen.none")}
        </Button>
        <span className="ml-auto">
          <Button
            type="submit"
            variant="primary"
            {...(count > most ? { disabledReason: t("node.chosen.most", { count: most }) } : {})}
          >
            {t("node.chosen.ask", { count })}
          </Button>
        </span>
      </div>
    </form>
  );
}

"use client";

import { type KeyboardEvent, type ReactNode, useId } from "react";
import { cx } from "../cx";

export interface Tab {
  id: string;
  label: string;
  /** How many there are behind it. */
  count?: number | undefined;
  content: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: readonly Tab[];
  /** The id of the one that was chosen; undefined: the first. Kept by the caller, whatever else it draws anew. */
  wanted: string | undefined;
  onChoose: (id: string) => void;
}

/** Several views in one place; arrow keys change between them. */
export function Tabs({ label, tabs, wanted, onChoose: setChosen }: TabsProps) {
  const base = useId();
  const chosen = wanted ?? tabs[0]?.id;
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    setChosen(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
  };
  return (
    <div>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        className="flex gap-4 overflow-x-auto border-line border-b"
      >
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${base}-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${base}-${tab.id}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => setChosen(tab.id)}
            className={cx(
              "-mb-px min-h-10 cursor-pointer sm:min-h-9 whitespace-nowrap border-b-2 font-medium",
              tab.id === chosen ? "border-accent text-ink" : "border-transparent text-soft hover:text-ink",
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="ml-1.5 text-faint tabular-nums">{tab.count}</span>}
          </button>
        ))}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.id}
          role="tabpanel"
          id={`${base}-${tab.id}-panel`}
          aria-labelledby={`${base}-${tab.id}`}
          hidden={tab.id !== chosen}
          className="pt-3"
        >
          {tab.content}
        </div>
      ))}
    </div>
  );
}

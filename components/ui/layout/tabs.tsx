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

/** Several views in one place, in a column that is as high as its parent lets it; arrow keys change between them. */
export function Tabs({ label, tabs, wanted, onChoose: setChosen }: TabsProps) {
  const base = useId();
  const chosen = tabs.some(({ id }) => id === wanted) ? wanted : tabs[0]?.id;
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
    <>
      <div
        role="tablist"
        aria-label={label}
        onKeyDown={move}
        className="flex shrink-0 overflow-x-auto border-line border-b px-2 [scrollbar-width:none]"
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
              "h-11 cursor-pointer whitespace-nowrap px-1.25 font-medium text-sm -outline-offset-2 sm:h-10",
              tab.id === chosen ? "text-ink shadow-[inset_0_-2px_var(--ink)]" : "text-faint hover:text-ink",
            )}
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="ml-1 font-normal text-faint tabular-nums">{tab.count}</span>
            )}
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
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and may hold nothing that takes the focus
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
        >
          {tab.content}
        </div>
      ))}
    </>
  );
}

"use client";

import { Check, Star } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { NODE_LOOK } from "@/components/badges/node";
import { NodeClass } from "@/components/nodes/node-label";
import { cx } from "@/components/ui/cx";
import { StateBadge } from "@/components/ui/state-badge";
import type { NodeLabel, NodeState } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

export interface NodeChoice extends NodeLabel {
  state: NodeState;
  isStarred: boolean;
}

export interface NodeListboxProps {
  /** What the search found, what was starred first. */
  found: readonly NodeChoice[];
  /** Whether the search found more than these. */
  hasMore: boolean;
  search: string;
  chosenIds: readonly string[];
  /** The id of what is wrong with the choice. */
  errorId: string | undefined;
  onSearch: (text: string) => void;
  onChoose: (ids: readonly string[]) => void;
  /** Whoever leaves by Escape has chosen enough. */
  onClose: () => void;
}

/**
 * Finds a node among all: a combobox with its listbox in sight (ARIA Authoring Practices, "editable combobox with list
 * autocomplete"). One tab stop: arrows move in the list, Enter chooses, Escape leaves.
 */
export function NodeListbox(props: NodeListboxProps) {
  const { found, hasMore, search, chosenIds, errorId, onSearch, onChoose, onClose } = props;
  const [text, setText] = useState(search);
  const [place, setPlace] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const active = Math.min(place, found.length - 1);
  const activeId = found[active] && `${id}-${active}`;

  // The browser's focus, where there is a keyboard anyway: to choose is what this was opened for. It comes a moment
  // after the page: who has begun to type elsewhere by then is left alone.
  useEffect(() => {
    const isTyping = document.activeElement?.matches("input, textarea, select") ?? false;
    if (!isTyping && matchMedia("(hover: hover)").matches) input.current?.focus();
  }, []);
  // The browser's scrolling: what the arrows reach is in sight.
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const choose = (nodeId: string) =>
    onChoose(chosenIds.includes(nodeId) ? chosenIds.filter((one) => one !== nodeId) : [...chosenIds, nodeId]);
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setPlace((active + step + found.length) % Math.max(1, found.length));
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && found[active])
      choose(found[active].id);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
  };
  return (
    <div className="grid gap-2">
      <input
        ref={input}
        role="combobox"
        aria-label={t("request.nodes.filter")}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={activeId}
        aria-describedby={errorId}
        aria-invalid={errorId === undefined ? undefined : true}
        autoComplete="off"
        placeholder={t("request.nodes.filter")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setPlace(0);
          onSearch(event.target.value);
        }}
        onKeyDown={press}
        className="min-h-11 w-full rounded-md border border-line-strong bg-raised px-3 placeholder:text-faint sm:min-h-9"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        tabIndex={-1}
        aria-label={t("request.nodes.list")}
        aria-multiselectable="true"
        className="max-h-58 divide-y divide-line overflow-y-auto rounded-md border border-line-mid bg-raised"
      >
        {found.map((node, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys of its list
          <div
            key={node.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={chosenIds.includes(node.id)}
            onClick={() => choose(node.id)}
            className={cx(
              "flex min-h-11 cursor-pointer flex-wrap items-center gap-x-2.5 gap-y-0.5 px-3 py-1 hover:bg-hover sm:min-h-9",
              index === active && "bg-selected",
            )}
          >
            {node.isStarred && (
              <Star aria-label={t("node.starred")} className="size-3.5 fill-current text-amber" />
            )}
            <bdi className="min-w-0 break-words font-medium">{node.name}</bdi>
            <NodeClass node={node} as="quiet" />
            <span className="text-soft text-sm">
              <bdi>{node.accountName}</bdi> · {node.region}
            </span>
            <span className="ml-auto inline-flex items-center gap-2 text-sm">
              <StateBadge look={NODE_LOOK[node.state]} as="plain" />
              {chosenIds.includes(node.id) && <Check aria-hidden className="size-4" />}
            </span>
          </div>
        ))}
      </div>
      <p role="status" className="text-faint text-sm empty:hidden">
        {found.length === 0 ? t("request.nodes.none", { text }) : hasMore ? t("request.nodes.more") : ""}
      </p>
    </div>
  );
}

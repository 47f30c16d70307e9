"use client";

import { Star, X } from "lucide-react";
import { useId, useState } from "react";
import { NODE_LOOK } from "@/components/badges/node";
import { NodeClass, NodePlace } from "@/components/nodes/node-label";
import { ErrorText } from "@/components/ui/controls/field";
import { StateBadge } from "@/components/ui/state-badge";
import type { NodeLabel, NodeState } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

export interface NodeChoice extends NodeLabel {
  state: NodeState;
  isStarred: boolean;
}

export interface NodePickerProps {
  /** What the search found, what was starred first. */
  found: readonly NodeChoice[];
  /** Whether the search found more than these. */
  hasMore: boolean;
  search: string;
  /** What is chosen, as far as the server knows it. */
  chosen: readonly NodeLabel[];
  chosenIds: readonly string[];
  onSearch: (text: string) => void;
  onChoose: (ids: readonly string[]) => void;
  error?: string | undefined;
}

/** Chooses nodes by a search over all of them; what is chosen stays in sight. */
export function NodePicker(props: NodePickerProps) {
  const { found, hasMore, search, chosen, chosenIds: ids, onSearch, onChoose, error } = props;
  const [text, setText] = useState(search);
  const id = useId();
  const known = chosen.filter((node) => ids.includes(node.id));
  const without = (nodeId: string) => ids.filter((one) => one !== nodeId);
  const others = found.filter((node) => !known.some(({ id: knownId }) => knownId === node.id));
  return (
    <fieldset
      aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
      className="min-w-0"
    >
      <legend className="mb-1 font-medium">{t("request.nodes")}</legend>
      <p id={`${id}-hint`} className="mb-1.5 text-soft text-sm">
        {t("request.nodes.hint")}
      </p>
      {known.length > 0 && (
        <ul aria-label={t("request.nodes.chosen")} className="mb-2 grid gap-1">
          {known.map((node) => (
            <li
              key={node.id}
              className="flex items-start gap-2 rounded-md border border-line-mid bg-selected px-3 py-1.5"
            >
              <label className="flex min-w-0 flex-1 cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5">
                <input
                  type="checkbox"
                  checked
                  onChange={() => onChoose(without(node.id))}
                  className="size-4 shrink-0 accent-accent"
                />
                <bdi className="break-words font-medium">{node.name}</bdi>
                <NodeClass node={node} />
                <NodePlace node={node} />
              </label>
              <button
                type="button"
                onClick={() => onChoose(without(node.id))}
                className="inline-flex size-8 shrink-0 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
              >
                <X aria-hidden className="size-4" />
                <span className="sr-only">{t("request.nodes.remove", { node: node.name })}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        type="search"
        aria-label={t("request.nodes.filter")}
        placeholder={t("request.nodes.filter")}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          onSearch(event.target.value);
        }}
        className="mb-2 min-h-10 w-full rounded-md border border-line-strong bg-raised px-3 placeholder:text-faint"
      />
      <div className="max-h-64 divide-y divide-line overflow-y-auto rounded-md border border-line-strong bg-raised">
        {others.map((node) => (
          <label
            key={node.id}
            className="flex min-h-11 cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5"
          >
            <input
              type="checkbox"
              checked={ids.includes(node.id)}
              onChange={() => onChoose(ids.includes(node.id) ? without(node.id) : [...ids, node.id])}
              className="size-4 shrink-0 accent-accent"
            />
            {node.isStarred && (
              <Star aria-label={t("node.starred")} className="size-3.5 fill-current text-amber" />
            )}
            <bdi className="break-words font-medium">{node.name}</bdi>
            <NodeClass node={node} />
            <span className="text-soft text-sm">
              <bdi>{node.accountName}</bdi> · {node.region}
            </span>
            <span className="ml-auto">
              <StateBadge look={NODE_LOOK[node.state]} as="plain" />
            </span>
          </label>
        ))}
        {found.length === 0 && <p className="px-3 py-2 text-soft">{t("request.nodes.none", { text })}</p>}
        {hasMore && <p className="px-3 py-2 text-faint text-sm">{t("request.nodes.more")}</p>}
      </div>
      {error !== undefined && <ErrorText id={`${id}-error`} text={error} />}
    </fieldset>
  );
}

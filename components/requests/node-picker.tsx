"use client";

import { CircleAlert } from "lucide-react";
import { useId, useState } from "react";
import { NODE_LOOK } from "@/components/looks";
import { NodeName } from "@/components/nodes/node-label";
import { StateBadge } from "@/components/ui/state-badge";
import type { NodeLabel, NodeState } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

export interface NodeChoice extends NodeLabel {
  state: NodeState;
  /** Who must decide for it, as one sentence. */
  deciders: string;
}

interface NodePickerProps {
  nodes: readonly NodeChoice[];
  chosen: readonly string[];
  onChange: (ids: readonly string[]) => void;
  error?: string | undefined;
}

/** Chooses nodes from a list that can be searched; what is chosen stays in sight. */
export function NodePicker({ nodes, chosen, onChange, error }: NodePickerProps) {
  const [text, setText] = useState("");
  const id = useId();
  const wanted = text.trim().toLowerCase();
  const seen = nodes.filter((node) => chosen.includes(node.id) || haystackOf(node).includes(wanted));
  const toggle = (nodeId: string) =>
    onChange(chosen.includes(nodeId) ? chosen.filter((one) => one !== nodeId) : [...chosen, nodeId]);
  return (
    <fieldset
      aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
      className="min-w-0"
    >
      <legend className="mb-1 font-medium">{t("request.nodes")}</legend>
      <p id={`${id}-hint`} className="mb-1.5 text-soft text-sm">
        {t("request.nodes.hint")}
      </p>
      {nodes.length > 6 && (
        <input
          type="search"
          aria-label={t("request.nodes.filter")}
          placeholder={t("request.nodes.filter")}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-2 min-h-9 w-full rounded-md border border-line-strong bg-raised px-3 placeholder:text-faint"
        />
      )}
      <div className="max-h-80 divide-y divide-line overflow-y-auto rounded-md border border-line-strong bg-raised">
        {seen.map((node) => (
          <label
            key={node.id}
            className="flex min-h-10 cursor-pointer flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-1.5 has-checked:bg-accent-wash"
          >
            <input
              type="checkbox"
              checked={chosen.includes(node.id)}
              onChange={() => toggle(node.id)}
              className="size-4 shrink-0 accent-accent"
            />
            <NodeName node={node} />
            <span className="ml-auto">
              <StateBadge look={NODE_LOOK[node.state]} as="plain" />
            </span>
          </label>
        ))}
        {seen.length === 0 && <p className="px-3 py-2 text-soft">{t("request.nodes.none", { text })}</p>}
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="mt-1 flex items-start gap-1 text-red text-sm">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {error}
        </p>
      )}
    </fieldset>
  );
}

function haystackOf(node: NodeChoice): string {
  return [node.name, node.id, node.accountName, node.region, ...Object.values(node.tags)]
    .join(" ")
    .toLowerCase();
}

"use client";

import { RadioGroup } from "@/components/ui/field";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

/** An approver's narrowing, as the dialog holds it. */
export interface Narrowing {
  windowSeconds: number;
  /** The named nodes that stay; empty where a selector says which. */
  nodeIds: readonly string[];
  /** Of a selector's nodes at most so many; null where nodes are named. */
  mostNodes: number | null;
}

interface NarrowFieldsProps {
  /** What a yes without narrowing would give. */
  whole: Narrowing;
  /** Windows to choose from, the whole one last. */
  windows: readonly number[];
  nodes: readonly NodeLabel[];
  value: Narrowing;
  onChange: (value: Narrowing) => void;
}

/** Less than was asked: a shorter time, fewer nodes. */
export function NarrowFields({ whole, windows, nodes, value, onChange }: NarrowFieldsProps) {
  const toggle = (nodeId: string) =>
    onChange({
      ...value,
      nodeIds: value.nodeIds.includes(nodeId)
        ? value.nodeIds.filter((one) => one !== nodeId)
        : [...value.nodeIds, nodeId],
    });
  return (
    <div className="grid gap-4">
      <RadioGroup
        label={t("request.window")}
        name="narrow-window"
        layout="row"
        value={String(value.windowSeconds)}
        options={windows.map((seconds) => ({ value: String(seconds), label: formatDuration(seconds) }))}
        onChange={(seconds) => onChange({ ...value, windowSeconds: Number(seconds) })}
      />
      {whole.mostNodes !== null && whole.mostNodes > 1 && (
        <RadioGroup
          label={t("request.narrow.most")}
          name="narrow-most"
          layout="row"
          value={String(value.mostNodes)}
          options={mostChoices(whole.mostNodes).map((count) => ({
            value: String(count),
            label: String(count),
          }))}
          onChange={(count) => onChange({ ...value, mostNodes: Number(count) })}
        />
      )}
      {whole.mostNodes === null && nodes.length > 1 && (
        <fieldset className="min-w-0">
          <legend className="mb-1 font-medium">{t("request.narrow.nodes")}</legend>
          <div className="divide-y divide-line rounded-md border border-line-strong">
            {nodes.map((node) => (
              <label
                key={node.id}
                className="flex min-h-11 cursor-pointer items-center gap-3 px-3 py-1.5 has-checked:bg-selected"
              >
                <input
                  type="checkbox"
                  checked={value.nodeIds.includes(node.id)}
                  onChange={() => toggle(node.id)}
                  className="size-5 shrink-0 accent-accent"
                />
                <bdi className="min-w-0 break-words font-medium">{node.name}</bdi>
              </label>
            ))}
          </div>
        </fieldset>
      )}
    </div>
  );
}

/** A few numbers up to the most, so that a thumb can choose: 1, 2, 3, 5, 10, all. */
function mostChoices(most: number): number[] {
  return [...new Set([1, 2, 3, 5, 10, most])].filter((count) => count <= most);
}

/** Whether it is less than the whole. */
export function isNarrower(value: Narrowing, whole: Narrowing): boolean {
  return (
    value.windowSeconds < whole.windowSeconds ||
    value.nodeIds.length < whole.nodeIds.length ||
    (value.mostNodes ?? 0) < (whole.mostNodes ?? 0)
  );
}

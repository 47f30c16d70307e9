import { NodeClass } from "@/components/nodes/node-label";
import { Segmented } from "@/components/ui/controls/segmented";
import type { NodeLabel } from "@/lib/nodes/views";
import { t } from "@/messages/translate";

interface NodeTicksProps {
  nodes: readonly NodeLabel[];
  value: readonly string[];
  onChange: (nodeIds: readonly string[]) => void;
}

/** The named nodes, each of which can be left out. */
export function NodeTicks({ nodes, value, onChange }: NodeTicksProps) {
  const toggle = (id: string) =>
    onChange(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium text-sm">{t("request.narrow.nodes")}</legend>
      <div className="divide-y divide-line border-line border-y">
        {nodes.map((node) => (
          <label
            key={node.id}
            className="flex min-h-11 cursor-pointer items-center gap-3 px-1 py-1 hover:bg-hover sm:min-h-9"
          >
            <input
              type="checkbox"
              checked={value.includes(node.id)}
              onChange={() => toggle(node.id)}
              className="size-4 shrink-0 accent-primary"
            />
            <bdi className="min-w-0 break-words font-medium">{node.name}</bdi>
            <NodeClass node={node} as="quiet" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Of a selector's nodes at most so many: 1, 2, 3, 5, all. */
export function MostNodes({
  most,
  value,
  onChange,
}: {
  most: number;
  value: number;
  onChange: (count: number) => void;
}) {
  const choices = [...new Set([1, 2, 3, 5, most])].filter((count) => count <= most);
  return (
    <Segmented
      label={t("request.narrow.most")}
      value={String(value)}
      options={choices.map((count) => ({ value: String(count), label: String(count) }))}
      onChange={(count) => onChange(Number(count))}
    />
  );
}

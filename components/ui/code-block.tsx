import { CopyButton } from "./controls/copy-button";

/** Text of a machine as it is: a policy, a log. It scrolls in its own frame, and the keyboard reaches it. */
export function CodeBlock({ label, code }: { label: string; code: string }) {
  return (
    <figure className="overflow-hidden rounded-md border border-line bg-sunken [font-variant-ligatures:none]">
      <figcaption className="flex items-center justify-between gap-2 border-line border-b py-0.5 pr-1 pl-3 text-soft text-xs">
        {label}
        <CopyButton text={code} label={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (axe: scrollable-region-focusable) */}
      <pre tabIndex={0} className="max-h-96 overflow-auto p-3 font-mono text-xs">
        {code}
      </pre>
    </figure>
  );
}

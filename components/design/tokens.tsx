import { Row } from "./row";

const TYPE = ["text-xs", "text-sm", "text-base", "text-lg", "text-xl", "text-2xl"] as const;

/** Colours by name, letters by size, corners, shadows. */
export function Tokens({ names }: { names: readonly string[] }) {
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {names.map((name) => (
          <span key={name} className="grid w-24 gap-1 text-xs">
            <span className="h-8 rounded-sm border border-line" style={{ background: `var(--${name})` }} />
            <code className="truncate font-mono text-faint">{name}</code>
          </span>
        ))}
      </div>
      {TYPE.map((size) => (
        <p key={size} className={size}>
          {size} · payments-api-2 has a full disk · 磁碟已滿 · 0123456789
        </p>
      ))}
      <p className="font-mono text-sm">JetBrains Mono · i-0f3a9c41d7e25b91c · ≠ → 0O 1lI</p>
      <Row name="corners and shadows">
        <span className="rounded-sm border border-line-mid px-3 py-2">badge</span>
        <span className="rounded-md border border-line-mid px-3 py-2 shadow-control">control, box</span>
        <span className="rounded-lg border border-line-mid bg-raised px-3 py-2 shadow-float">
          dialog, toast
        </span>
      </Row>
    </>
  );
}

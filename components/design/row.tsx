import type { ReactNode } from "react";

/** One part in its states, with what it is called. */
export function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <p className="text-faint text-xs">{name}</p>
      <div className="flex min-w-0 flex-wrap items-center gap-2.5">{children}</div>
    </div>
  );
}

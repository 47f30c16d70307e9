import type { ReactNode } from "react";

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values, one under the other on a phone. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-0.5 sm:gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {facts.map((fact) => (
        <div key={fact.label} className="contents">
          <dt className="text-soft">{fact.label}</dt>
          <dd className="mb-2 min-w-0 sm:mb-0">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { ReactNode } from "react";

interface PageHeadProps {
  title: ReactNode;
  /** One line under the title. */
  lead?: ReactNode;
  /** The page's one primary action. */
  action?: ReactNode;
}

/** A page's title, what it is, and the one thing to do on it. */
export function PageHead({ title, lead, action }: PageHeadProps) {
  return (
    <div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="font-semibold text-xl">{title}</h1>
        {lead !== undefined && <div className="mt-1 text-soft">{lead}</div>}
      </div>
      {action}
    </div>
  );
}

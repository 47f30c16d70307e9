import { type ReactNode, useId } from "react";
import { t } from "@/messages/translate";
import type { SettingsSection as Name } from "./side-list";

/** A section of the page of settings, where the side list leads. */
export function SettingsSection({
  name,
  count,
  lead,
  children,
}: {
  name: Name;
  /** Beside the heading: how many, or by what it is set. */
  count?: string;
  lead?: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section id={name} aria-labelledby={id} className="min-w-0 scroll-mt-18">
      <div className="flex flex-wrap items-baseline gap-x-2 border-line border-b pb-2">
        <h2 id={id} className="font-semibold">
          {t(`settings.section.${name}`)}
        </h2>
        {count !== undefined && <span className="text-faint text-sm">{count}</span>}
      </div>
      {lead !== undefined && <p className="mt-2 max-w-prose text-soft">{lead}</p>}
      {children}
    </section>
  );
}

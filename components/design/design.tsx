import type { ReactNode } from "react";
import { Badges } from "./badges";
import { Boxes } from "./boxes";
import { Controls } from "./controls";
import { Lists } from "./lists";
import { Nothing } from "./nothing";
import { Overlays } from "./overlays";
import { Tokens } from "./tokens";

/** Everything that pages are made of, light beside dark. Nothing here does anything. */
export function Design({ tokens }: { tokens: readonly string[] }) {
  return (
    <main className="min-w-0">
      <h1 className="border-line border-b px-6 py-3 font-semibold text-xl">Design</h1>
      <div className="grid wide:grid-cols-2">
        {(["scheme-light", "scheme-dark"] as const).map((scheme) => (
          <div key={scheme} className={`${scheme} grid min-w-0 content-start gap-8 bg-surface p-6 text-ink`}>
            <Part title="Tokens">
              <Tokens names={tokens} />
            </Part>
            <Part title="Badges">
              <Badges />
            </Part>
            <Part title="Buttons and fields">
              <Controls />
            </Part>
            <Part title="Table, chips, combobox">
              <Lists />
            </Part>
            <Part title="Action box, timeline, time, notices">
              <Boxes />
            </Part>
            <Part title="Dialog, sheet, menu">
              <Overlays />
            </Part>
            <Part title="Empty, loading, failed">
              <Nothing />
            </Part>
          </div>
        ))}
      </div>
    </main>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="border-line border-b pb-1 font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

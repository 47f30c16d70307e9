import { readFileSync } from "node:fs";
import type { Metadata } from "next";
import { PartMessages } from "@/app/part-messages";
import { Design } from "@/components/design/design";
import { BUNDLE_PARTS, type BundlePart } from "@/messages/browser-messages";

export const metadata: Metadata = { title: "Design" };

/** Every part of the look in every state, in both themes. Next serves files named `*.dev.tsx` in development only. */
export default function DesignPage() {
  const css = readFileSync("app/tokens.css", "utf8");
  const root = css.slice(0, css.indexOf("[data-terminal-theme"));
  const tokens = [...root.matchAll(/^ {2}--([\w-]+): (?:light-dark|oklch)\(/gm)].map(([, name = ""]) => name);
  return <WithMessages parts={BUNDLE_PARTS} tokens={tokens} />;
}

/** What the parts say in the browser, whatever page they belong to. */
function WithMessages({ parts, tokens }: { parts: readonly BundlePart[]; tokens: readonly string[] }) {
  const [part, ...others] = parts;
  if (part === undefined) return <Design tokens={tokens} />;
  return (
    <PartMessages part={part}>
      <WithMessages parts={others} tokens={tokens} />
    </PartMessages>
  );
}

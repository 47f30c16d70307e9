import type { ReactNode } from "react";
import { preload } from "react-dom";
import { messageBundle } from "@/lib/http/page/message-bundle";
import { pageLanguage } from "@/lib/http/page/page";
import type { BundlePart } from "@/messages/browser-messages";
import { PageMessages } from "./message-bundle";

/** Around what only some pages have: loads the messages that only it says. */
export async function PartMessages({ part, children }: { part: BundlePart; children: ReactNode }) {
  const { path } = messageBundle(part, await pageLanguage());
  preload(path, { as: "script" });
  return (
    <PageMessages part={part} src={path}>
      {children}
    </PageMessages>
  );
}

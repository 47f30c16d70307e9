import type { ReactNode } from "react";
import { preload } from "react-dom";
import { messageBundle } from "@/lib/http/page/message-bundle";
import { pageLanguage } from "@/lib/http/page/page";
import { PageMessages } from "./message-bundle";

/** Around a terminal or a replay: loads the messages that only they say. */
export async function SessionMessages({ children }: { children: ReactNode }) {
  const { path } = messageBundle("session", await pageLanguage());
  preload(path, { as: "script" });
  return (
    <PageMessages part="session" src={path}>
      {children}
    </PageMessages>
  );
}

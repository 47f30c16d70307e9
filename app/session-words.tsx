import type { ReactNode } from "react";
import { preload } from "react-dom";
import { wordsFile } from "@/lib/http/page/message-bundle";
import { pageLanguage } from "@/lib/http/page/page";
import { Words } from "./words";

/** Around a terminal or a replay: loads the words that only they say. */
export async function SessionWords({ children }: { children: ReactNode }) {
  const { path } = wordsFile("session", await pageLanguage());
  preload(path, { as: "script" });
  return (
    <Words part="session" src={path}>
      {children}
    </Words>
  );
}

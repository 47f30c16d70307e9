import type { ReactNode } from "react";
import { PartMessages } from "./part-messages";

/** Around a terminal or a replay. */
export function SessionMessages({ children }: { children: ReactNode }) {
  return <PartMessages part="session">{children}</PartMessages>;
}

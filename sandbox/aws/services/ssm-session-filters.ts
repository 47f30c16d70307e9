import { z } from "zod";
import type { SessionRow } from "../session-port";

const filter = z.object({
  key: z.enum(["InvokedAfter", "InvokedBefore", "Target", "Owner", "Status", "SessionId", "AccessType"]),
  value: z.string().min(1).max(400),
});

type SessionFilter = z.infer<typeof filter>;

export const sessionFilters = z.array(filter).min(1).max(7).optional();

/** Whether a session passes one filter of DescribeSessions; instants are ISO 8601, bounds exclusive. */
export function matchesSession({ key, value }: SessionFilter, row: SessionRow): boolean {
  switch (key) {
    case "InvokedAfter":
      return row.startDate > Date.parse(value);
    case "InvokedBefore":
      return row.startDate < Date.parse(value);
    case "Target":
      return row.target === value;
    case "Owner":
      return row.owner === value;
    case "Status":
      return row.status === value;
    case "SessionId":
      return row.sessionId === value;
    case "AccessType":
      return row.accessType === value;
  }
}

import { z } from "zod";
import type { SessionRow, SessionStatus } from "../../sessions/session-port";
import { AwsError } from "../../wire/aws-error";

const filter = z.object({ key: z.string().min(1), value: z.string().min(1).max(400) });

type SessionFilter = z.infer<typeof filter>;

export const sessionFilters = z.array(filter).min(1).max(7).optional();

const STATUSES: Record<SessionStatus, true> = {
  Connected: true,
  Connecting: true,
  Disconnected: true,
  Terminated: true,
  Terminating: true,
  Failed: true,
};

/** ISO 8601 with a time and a zone; the documentation shows `2024-08-29T00:00:00Z`. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * Whether a session passes one filter of DescribeSessions. InvokedAfter takes its own instant in, InvokedBefore does not.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SessionFilter.html
 *
 * @throws AwsError InvalidFilterKey, ValidationException
 */
export function matchesSession({ key, value }: SessionFilter, row: SessionRow): boolean {
  switch (key) {
    case "InvokedAfter":
      return row.startDate >= instant(key, value);
    case "InvokedBefore":
      return row.startDate < instant(key, value);
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
    default:
      throw new AwsError("InvalidFilterKey", "The specified key is not valid.");
  }
}

/**
 * Refuses filters that can't be meant, also where there is no session to compare them with.
 *
 * @throws AwsError InvalidFilterKey, ValidationException
 */
export function checkSessionFilters(filters: readonly SessionFilter[]): void {
  for (const { key, value } of filters) {
    if (key === "Status" && !Object.hasOwn(STATUSES, value)) throw invalidValue(key, value);
    if (key === "AccessType" && value !== "Standard" && value !== "JustInTime")
      throw invalidValue(key, value);
    matchesSession({ key, value }, NOBODYS);
  }
}

function instant(key: string, value: string): number {
  const at = INSTANT.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) throw invalidValue(key, value);
  return at;
}

function invalidValue(key: string, value: string): AwsError {
  return new AwsError("ValidationError", `The filter value ${value} is not valid for the filter key ${key}.`);
}

const NOBODYS: SessionRow = {
  sessionId: "",
  accountId: "",
  region: "",
  target: "",
  documentName: "",
  owner: "",
  status: "Terminated",
  startDate: 0,
  accessType: "Standard",
};

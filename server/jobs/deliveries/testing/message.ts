import type { PersonalMessage as Message } from "@/lib/deliveries/deliver";

const at = new Date("2026-03-14T09:26:53Z");
const lapsesAt = new Date("2026-03-14T10:26:53Z");
export const NODE = {
  ...{ id: "i-0f3a9c41d7e25b91c", name: "payments-api-2", accountId: "111122223333", accountName: "core" },
  ...{ region: "eu-west-1", protection: "production" as const, tags: {} },
};

/** A message about a request of Ana's, to Ben. */
export function messageOf(
  kind: Message["kind"],
  request: Partial<Message["request"]> = {},
  person: Partial<Message["person"]> = {},
): Message {
  return {
    ...{ deliveryId: "dlv_1", kind, createdAt: at, expiresAt: lapsesAt, personId: "per_2" },
    person: { name: "Ben Okafor", email: "ben@example.test", language: null, ...person },
    request: {
      ...{
        id: "req_1",
        kind: "regular",
        glass: null,
        requesterId: "per_1",
        requesterName: "Ana Duarte",
        isRequesterDisabled: false,
      },
      ...{ state: "waiting", version: 1, hash: "h", windowSeconds: 1800, windowStart: "approval" },
      ...{
        nodes: [NODE],
        askedNodes: [],
        selector: null,
        mostNodes: null,
        osUsers: [],
        lapsesAt,
        createdAt: at,
      },
      ...{ closedAt: null, grantId: null, accessEndsAt: null, decisions: [], ruleVersion: "built-in-1" },
      ...{ justification: "Disk full, writes failing", incident: "INC-42", extension: null },
      obligations: {
        approvals: [{ count: 1, groups: ["sre-leads", "platform-leads"] }],
      } as unknown as Message["request"]["obligations"],
      ...request,
    },
  };
}

"use client";

import { useGrant } from "@/app/client/use-grant";
import { AccessRow } from "@/components/home/access-row";
import type { GrantRow } from "@/lib/grants/views";

/** My accesses in force on the home page, with what their buttons do. */
export function YourAccess({ grants }: { grants: readonly GrantRow[] }) {
  const actsOf = useGrant();
  const first = grants.find(({ openSessions }) => openSessions.length === 0);
  return grants.map((grant) => (
    <AccessRow key={grant.id} grant={grant} isFirst={grant === first} {...actsOf(grant.id)} />
  ));
}

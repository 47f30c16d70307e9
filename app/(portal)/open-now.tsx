"use client";

import { useGrant } from "@/app/client/use-grant";
import { OpenRow } from "@/components/home/open-row";
import type { GrantRow } from "@/lib/grants/views";

/** The accesses in force on the home page, with what their buttons do. */
export function OpenNow({ grants, viewerId }: { grants: readonly GrantRow[]; viewerId: string }) {
  const actsOf = useGrant();
  return (
    <ul className="divide-y divide-line border-line border-y">
      {grants.map((grant) => (
        <OpenRow key={grant.id} grant={grant} isMine={grant.personId === viewerId} {...actsOf(grant.id)} />
      ))}
    </ul>
  );
}

"use client";

import { GrantCard } from "@/components/grants/grant-card";
import type { GrantRow } from "@/lib/grants/views";
import { useGrant } from "./use-grant";

/** An access with what its buttons do. */
export function Grant({ grant, viewerId }: { grant: GrantRow; viewerId: string }) {
  const actsOf = useGrant();
  return <GrantCard grant={grant} viewerId={viewerId} {...actsOf(grant.id)} />;
}

"use client";

import { useGrant } from "@/app/client/use-grant";
import { AccessBox, type AccessBoxProps } from "@/components/requests/box/access-box";

/** The viewer's own access to this node, with what its buttons do. */
export function NodeAccess(props: Pick<AccessBoxProps, "grant" | "startWithinSeconds">) {
  const actsOf = useGrant();
  return <AccessBox {...props} isMine {...actsOf(props.grant.id)} />;
}

"use client";

import { useRouter } from "next/navigation";
import { StarButton } from "@/components/nodes/star-button";
import { post } from "./post";

/** A node's star with what it does. */
export function NodeStar({ node }: { node: { id: string; name: string; isStarred: boolean } }) {
  const router = useRouter();
  return (
    <StarButton
      nodeName={node.name}
      isStarred={node.isStarred}
      onStar={async (isStarred) => {
        const answer = await post("/api/nodes/star", { nodeId: node.id, isStarred });
        if (answer.ok) router.refresh();
        return answer.ok;
      }}
    />
  );
}

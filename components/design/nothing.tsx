"use client";

import { LoaderCircle } from "lucide-react";
import { Button } from "@/components/ui/controls/button";
import { Failure } from "@/components/ui/failure";
import { EmptyState } from "@/components/ui/layout/empty-state";

const KINDS = ["nothing", "no-match", "no-permission", "not-ready", "failed"] as const;

/** What stands where there is nothing yet, or nothing more. */
export function Nothing() {
  return (
    <>
      {KINDS.map((kind) => (
        <div key={kind} className="rounded-md border border-line">
          <EmptyState
            kind={kind}
            action={<Button>{kind === "failed" ? "Try again" : "Next step"}</Button>}
            {...(kind === "failed"
              ? { code: "AWS_THROTTLED", requestId: "0f3a9c41-d7e2-4b91-8c00-5b75c4e2f860" }
              : {})}
          />
        </div>
      ))}
      <Failure digest="DATABASE_UNAVAILABLE/0f3a9c41-d7e2-4b91-8c00-5b75c4e2f860" onRetry={() => undefined} />
      <p role="status" className="flex items-center gap-2 text-blue text-sm">
        <LoaderCircle aria-hidden className="size-4" />
        Starting the session, 3 s
      </p>
    </>
  );
}

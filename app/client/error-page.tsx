"use client";

import { useRouter } from "next/navigation";
import { startTransition } from "react";
import { Failure } from "@/components/ui/failure";

export interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page that failed. Another try asks the server again, and shows the page only when that worked. */
export function ErrorPage({ error, reset }: ErrorPageProps) {
  const router = useRouter();
  const retry = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return <Failure digest={error.digest} onRetry={retry} />;
}

"use client";

import { useRouter } from "next/navigation";
import { lazy, Suspense, startTransition } from "react";

/** Comes when something failed; where it can't come either, Next's last resort (app/global-error.tsx) stands. */
const Failure = lazy(async () => ({ default: (await import("@/components/ui/failure")).Failure }));

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
  return (
    <Suspense>
      <Failure digest={error.digest} onRetry={retry} />
    </Suspense>
  );
}

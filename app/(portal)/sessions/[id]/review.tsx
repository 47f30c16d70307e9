"use client";

import { useRouter } from "next/navigation";
import { act } from "@/app/client/post";
import { VerdictBar, type VerdictBarProps } from "@/components/reviews/verdict-bar";

/** The verdict on a session with what closing it does: the next review that waits is opened. */
export function Review({ review, queue, noted }: Omit<VerdictBarProps, "onCloseReview">) {
  const router = useRouter();
  return (
    <VerdictBar
      review={review}
      queue={queue}
      noted={noted}
      onCloseReview={({ verdict, notes }) =>
        act("/api/reviews/close", { reviewId: review.id, verdict, notes }, () => {
          if (queue?.nextSessionId) router.push(`/sessions/${queue.nextSessionId}`);
          else router.refresh();
        })
      }
    />
  );
}

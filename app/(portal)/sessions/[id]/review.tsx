"use client";

import { useRouter } from "next/navigation";
import { act } from "@/app/client/post";
import { ReviewForm, type ReviewFormProps } from "@/components/reviews/review-form";

/** The review of a session with what closing it does. */
export function Review({ review }: Pick<ReviewFormProps, "review">) {
  const router = useRouter();
  return (
    <ReviewForm
      review={review}
      onCloseReview={({ verdict, notes }) =>
        act("/api/reviews/close", { reviewId: review.id, verdict, notes: notes ?? "" }, () =>
          router.refresh(),
        )
      }
    />
  );
}

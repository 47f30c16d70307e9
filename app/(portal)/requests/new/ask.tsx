"use client";

import { useRouter } from "next/navigation";
import { post } from "@/app/client/post";
import { RequestForm, type RequestFormProps } from "@/components/requests/request-form";

/** The form with what sending it does: the request's page follows. */
export function Ask(props: Omit<RequestFormProps, "onAsk">) {
  const router = useRouter();
  return (
    <RequestForm
      {...props}
      onAsk={async ({ incident, ...values }) => {
        const answer = await post<{ requestId: string }>(
          "/api/requests/create",
          incident === null ? values : { ...values, incident },
        );
        if (!answer.ok) return answer;
        router.push(`/requests/${answer.value.requestId}`);
        return { ok: true };
      }}
    />
  );
}

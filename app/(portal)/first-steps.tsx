"use client";

import { useRouter } from "next/navigation";
import { act } from "@/app/client/post";
import { Guide } from "@/components/home/guide";
import type { GuideView } from "@/lib/overview/guide/guide";

/** The first-run help with what its buttons do. */
export function FirstSteps({ guide }: { guide: GuideView }) {
  const router = useRouter();
  const save = (step: "hidden" | "audit", isDone: boolean) =>
    act("/api/people/guide", { step, isDone }, () => router.refresh());
  const become = async (href: string) => {
    await act("/api/sign-in/end", {});
    // A full load: nothing of this person stays in the page's memory.
    window.location.assign(`/sign-in?callbackUrl=${encodeURIComponent(href)}`);
  };
  return (
    <Guide
      guide={guide}
      onHide={(isHidden) => void save("hidden", isHidden)}
      onBecome={(href) => void become(href)}
      onSeeAudit={() => void save("audit", true)}
    />
  );
}

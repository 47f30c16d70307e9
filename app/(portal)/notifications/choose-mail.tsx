"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";

/** Turns mail on or off for whoever presses it. */
export function ChooseMail({ isWanted, label }: { isWanted: boolean; label: string }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const choose = async () => {
    setIsBusy(true);
    const outcome = await act("/api/people/mail", { isWanted: !isWanted }, () => router.refresh());
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <div className="grid justify-items-start gap-1">
      <Button isBusy={isBusy} onClick={choose}>
        {label}
      </Button>
      {problem !== undefined && (
        <span role="alert" className="max-w-prose text-red text-sm">
          {problem}
        </span>
      )}
    </div>
  );
}

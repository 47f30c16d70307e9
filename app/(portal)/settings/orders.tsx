"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { act } from "@/app/client/post";
import { Button } from "@/components/ui/controls/button";
import { ReasonDialog } from "@/components/ui/overlay/reason-dialog";
import { t } from "@/messages/translate";

interface Place {
  accountId: string;
  accountName: string;
  region: string;
}

/** Has the connection of a region tested. */
export function OrderTest({ place, isRunning }: { place: Place; isRunning: boolean }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const order = async () => {
    setIsBusy(true);
    const { accountId, region } = place;
    const outcome = await act("/api/accounts/test", { accountId, region }, () => router.refresh());
    setIsBusy(false);
    setProblem(outcome.ok ? undefined : outcome.sentence);
  };
  return (
    <span className="grid gap-1">
      <Button
        isBusy={isBusy || isRunning}
        aria-label={t("settings.test.order.label", { account: place.accountName, region: place.region })}
        onClick={order}
      >
        {t("settings.test.order")}
      </Button>
      {problem !== undefined && (
        <span role="alert" className="max-w-prose text-red text-sm">
          {problem}
        </span>
      )}
    </span>
  );
}

/** Has every connection tested. The first refusal is said; the others are tried all the same. */
export function TestAll({ places, isNext }: { places: readonly Place[]; isNext: boolean }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const order = async () => {
    setIsBusy(true);
    let first: string | undefined;
    for (const { accountId, region } of places) {
      const outcome = await act("/api/accounts/test", { accountId, region }, () => undefined);
      if (!outcome.ok) first ??= outcome.sentence;
    }
    router.refresh();
    setIsBusy(false);
    setProblem(first);
  };
  return (
    <span className="grid gap-1">
      <Button variant={isNext ? "primary" : "secondary"} isBusy={isBusy} onClick={order}>
        {t("settings.test.all")}
      </Button>
      {problem !== undefined && (
        <span role="alert" className="max-w-prose text-red text-sm">
          {problem}
        </span>
      )}
    </span>
  );
}

/** Orders the session document of a region. */
export function OrderDocument({ place, name }: { place: Place; name: string }) {
  const router = useRouter();
  const [isAsking, setIsAsking] = useState(false);
  const { accountId, accountName: account, region } = place;
  return (
    <>
      <Button
        aria-label={t("settings.document.order.label", { account, region })}
        onClick={() => setIsAsking(true)}
      >
        {t("settings.document.order")}
      </Button>
      <ReasonDialog
        isOpen={isAsking}
        title={t("settings.document.order.title", { name })}
        consequence={t("settings.document.order.consequence", { account, region })}
        confirmLabel={t("settings.document.order")}
        onConfirm={() => act("/api/accounts/document", { accountId, region }, () => router.refresh())}
        onClose={() => setIsAsking(false)}
      />
    </>
  );
}

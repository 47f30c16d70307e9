import type { Metadata } from "next";
import { PageHead } from "@/components/frame/page-head";
import { Card } from "@/components/last-resort/card";
import { PrintButton } from "@/components/last-resort/print-button";
import { readLastResort } from "@/lib/accounts/read-last-resort";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("lastResort.title") });

/** A page for the wall: how to get onto a node while the portal is down. */
export default async function LastResortPage() {
  const actor = await pageActor();
  const places = await pageQuery(Promise.resolve().then(() => readLastResort(actor)));
  return (
    <>
      <PageHead title={t("lastResort.title")} />
      <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3 print:hidden">
        <p className="min-w-0 text-soft">{t("lastResort.lead")}</p>
        <PrintButton>{t("lastResort.print")}</PrintButton>
      </div>
      <Card places={places} origin={config().PUBLIC_ORIGIN} madeAt={new Date()} />
    </>
  );
}

import type { Metadata } from "next";
import Link from "next/link";
import { readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PageHead } from "@/components/frame/page-head";
import { Notice } from "@/components/ui/notice";
import { offerNodes } from "@/lib/grants/offer-nodes";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { t } from "@/messages/translate";
import { Ask } from "./ask";
import { obligationSentence } from "./obligation-sentence";

export const generateMetadata = (): Metadata => ({ title: t("pages.request.new") });

export default async function NewRequestPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const node = (await readQuery(searchParams))("node");
  const startNodeIds = node === undefined ? [] : [node];
  const offer = await pageQuery(offerNodes(actor, startNodeIds));
  return (
    <>
      <PageHead title={t("pages.request.new")} lead={t("pages.request.new.lead")} />
      {offer.hasMore && (
        <Notice tone="blue">
          {t("pages.request.new.more")} <Link href="/nodes">{t("nav.nodes")}</Link>
        </Notice>
      )}
      <Ask
        nodes={offer.nodes.map(({ sentences, ...row }) => ({
          ...row,
          deciders: obligationSentence(sentences[0]),
        }))}
        startNodeIds={startNodeIds}
        limits={offer.limits}
        usualSeconds={offer.usualSeconds}
      />
    </>
  );
}

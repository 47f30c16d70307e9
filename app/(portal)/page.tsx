import type { Metadata } from "next";
import { HomeView, NoRoleHome } from "@/components/home/home-view";
import { pageActor } from "@/lib/http/page";
import { pageQuery } from "@/lib/http/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { readHome } from "@/lib/overview/home";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("home.title") });

export default async function HomePage() {
  const actor = await pageActor();
  if (actor.roles.length === 0) return <NoRoleHome groups={actor.groups} />;
  const home = await pageQuery(readHome(actor));
  return <HomeView home={home} viewerId={actor.id} canAsk={hasRole(actor, "engineer")} />;
}

import type { Metadata } from "next";
import { FirstSteps } from "@/app/(portal)/first-steps";
import { YourAccess } from "@/app/(portal)/your-access";
import { PartMessages } from "@/app/part-messages";
import { HomeView, NoRoleHome } from "@/components/home/home-view";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { hasRole } from "@/lib/kernel/actor";
import { readGuide } from "@/lib/overview/guide/guide";
import { readHome } from "@/lib/overview/home";
import { canSee } from "@/lib/people/visibility";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("home.title") });

export default async function HomePage() {
  const actor = await pageActor();
  if (actor.roles.length === 0) return <NoRoleHome groups={actor.groups} />;
  const [home, guide] = await pageQuery(Promise.all([readHome(actor), readGuide(actor)]));
  const help = guide && (
    <PartMessages part="home">
      <FirstSteps guide={guide} />
    </PartMessages>
  );
  return (
    <HomeView
      home={home}
      canAsk={hasRole(actor, "engineer")}
      viewerId={actor.id}
      isAuditSeen={canSee(actor, "audit")}
      access={<YourAccess grants={home.access} />}
      help={help}
      isHelpHidden={guide?.kind === "hidden"}
    />
  );
}

import { askedPath, pageActor } from "@/lib/http/page/page";
import { pageRouteOf } from "@/lib/http/route-of";
import { readWhoGives } from "@/lib/people/who-gives";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { Refusal } from "./refusal";

/**
 * In the place of a page that this person's roles don't include: which role it needs, and who could give it. Next
 * renders it with every page, to have it at hand.
 */
export async function MissingRole() {
  const actor = await pageActor();
  const who = pageRouteOf(await askedPath())?.who;
  if (!who || typeof who === "string" || actor.roles.some((role) => who.includes(role)))
    return <Refusal kind="forbidden" />;
  const { groups, administrators } = await readWhoGives(who);
  const mine = actor.roles.map((role) => t(`role.${role}`));
  return (
    <Refusal kind="forbidden">
      <p className="text-lg">{t("pages.forbidden.needs", { roles: who.map((role) => t(`role.${role}`)) })}</p>
      <p className="text-soft">
        {mine.length > 0 ? t("pages.forbidden.have", { roles: formatList(mine) }) : t("pages.forbidden.none")}
      </p>
      <p className="text-soft">{t("pages.forbidden.groups", { groups })}</p>
      {administrators.length > 0 && (
        <p className="text-soft">{t("pages.forbidden.who", { people: administrators })}</p>
      )}
    </Refusal>
  );
}

import type { Metadata } from "next";
import { choiceField, pageAsked, turning } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readAddress, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PeopleTable } from "@/components/people/people-table";
import { RoleTable } from "@/components/people/role-table";
import { Section } from "@/components/ui/layout/section";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config, ROLES } from "@/lib/kernel/config/config";
import { listPeople } from "@/lib/people/list-people";
import { PERSON_STATES, type PersonFilters } from "@/lib/people/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.people") });

const PATH = "/people";

export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const [query, address] = [await readQuery(searchParams), await readAddress(searchParams)];
  const filters = given<PersonFilters>({
    search: query("q"),
    role: oneOf(ROLES, query("role")),
    state: oneOf(PERSON_STATES, query("state")),
  });
  const page = await pageQuery(listPeople(actor, filters, pageAsked(query)));
  return (
    <div className="grid gap-8">
      <ListPage
        path={PATH}
        address={address}
        title={t("nav.people")}
        search={t("lists.people.search")}
        fields={[
          choiceField(query, {
            ...{ name: "role", label: t("people.role") },
            options: ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
          }),
          choiceField(query, {
            ...{ name: "state", label: t("people.state") },
            options: PERSON_STATES.map((one) => ({ value: one, label: t(`people.state.${one}`) })),
          }),
        ]}
        page={page}
        isFiltered={Object.keys(filters).length > 0}
        empty={{
          things: t("lists.things.people"),
          title: t("lists.none.people"),
          hint: t("lists.none.people.hint"),
        }}
      >
        <PeopleTable people={page.rows} sort={turning(PATH, address, "ascending")} />
      </ListPage>
      <Section title={t("people.mayWhat")}>
        <p className="mb-3 max-w-prose text-soft">{t("people.mayWhat.lead")}</p>
        <RoleTable roles={config().HALLIGAN_ROLES} />
      </Section>
    </div>
  );
}

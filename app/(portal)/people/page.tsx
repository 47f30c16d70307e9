import type { Metadata } from "next";
import { selectField } from "@/app/(portal)/list-fields";
import { ListPage } from "@/app/(portal)/list-page";
import { given, oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PERSON_COLUMNS, PersonRow } from "@/components/people/person-row";
import { RoleTable } from "@/components/people/role-table";
import { Rows } from "@/components/ui/layout/rows";
import { Section } from "@/components/ui/layout/section";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config, ROLES } from "@/lib/kernel/config/config";
import { listPeople } from "@/lib/people/list-people";
import { PERSON_STATES, type PersonFilters } from "@/lib/people/views";
import { t } from "@/messages/translate";

export const generateMetadata = (): Metadata => ({ title: t("nav.people") });

export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const filters = given<PersonFilters>({
    search: query("q"),
    role: oneOf(ROLES, query("role")),
    state: oneOf(PERSON_STATES, query("state")),
  });
  const page = await pageQuery(listPeople(actor, filters, given({ cursor: query("cursor") })));
  return (
    <div className="grid gap-8">
      <ListPage
        path="/people"
        title={t("nav.people")}
        search={{ label: t("people.search"), value: filters.search }}
        fields={[
          selectField(query, {
            name: "role",
            label: t("people.role"),
            options: ROLES.map((role) => ({ value: role, label: t(`role.${role}`) })),
          }),
          selectField(query, {
            name: "state",
            label: t("people.state"),
            options: PERSON_STATES.map((one) => ({ value: one, label: t(`people.state.${one}`) })),
          }),
        ]}
        searchParams={searchParams}
        page={page}
        isFiltered={Object.keys(filters).length > 0}
      >
        <Rows
          label={t("nav.people")}
          columns={PERSON_COLUMNS}
          heads={[
            t("people.column.name"),
            t("people.column.roles"),
            t("people.groups"),
            t("people.column.groupsRead"),
            t("people.column.signIn"),
          ]}
        >
          {page.rows.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </Rows>
      </ListPage>
      <Section title={t("people.mayWhat")}>
        <p className="mb-3 max-w-prose text-soft">{t("people.mayWhat.lead")}</p>
        <RoleTable roles={config().HALLIGAN_ROLES} />
      </Section>
    </div>
  );
}

import { PERSON_DISABLED_LOOK } from "@/components/badges/person";
import { Initials } from "@/components/ui/initials";
import { StateBadge } from "@/components/ui/state-badge";
import { Cell, type Column, NameCell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time/time";
import type { PersonRow } from "@/lib/people/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";

interface PeopleTableProps {
  people: readonly PersonRow[];
  /** Turns the list around. */
  sort: NonNullable<Column["sort"]>;
}

/** People, a row each: name, roles, the groups behind them and when those were read, and whether they are signed in. */
export function PeopleTable({ people, sort }: PeopleTableProps) {
  return (
    <Table
      label={t("nav.people")}
      columns={[
        { id: "name", label: t("people.column.name"), sort },
        { id: "email", label: t("lists.column.email"), from: "wide" },
        { id: "roles", label: t("people.column.roles") },
        { id: "groups", label: t("people.groups"), from: "facts" },
        { id: "read", label: t("people.column.groupsRead"), from: "wide" },
        { id: "sign-in", label: t("people.column.signIn") },
      ]}
    >
      {people.map((person) => (
        <PersonLine key={person.id} person={person} />
      ))}
    </Table>
  );
}

function PersonLine({ person }: { person: PersonRow }) {
  const roles = formatList(person.roles.map((role) => t(`role.${role}`)));
  return (
    <Row>
      <NameCell href={`/people/${person.id}`} className="max-w-60">
        <span className="inline-flex max-w-full items-center gap-2 align-middle">
          <Initials name={person.name} />
          <bdi className="truncate">{person.name}</bdi>
        </span>
      </NameCell>
      <Cell phone="none" from="wide" className="max-w-52">
        <bdi>{person.email}</bdi>
      </Cell>
      <Cell phone="second" className="max-w-56">
        {person.isDisabled ? (
          <StateBadge look={PERSON_DISABLED_LOOK} as="row" />
        ) : roles === "" ? (
          <span className="text-faint">{t("people.noRole")}</span>
        ) : (
          roles
        )}
      </Cell>
      <Cell phone="none" from="facts" className="max-w-0 rail:w-full">
        <bdi>{formatList(person.groups)}</bdi>
      </Cell>
      <Cell phone="none" from="wide" className="text-faint!">
        <Time at={person.groupsReadAt} />
      </Cell>
      <Cell phone="name-end" className="text-faint!">
        <SignIn person={person} />
      </Cell>
    </Row>
  );
}

function SignIn({ person: { signIns, lastSignInAt } }: { person: PersonRow }) {
  if (signIns > 0)
    return (
      <span className="inline-flex items-center gap-2 text-soft">
        <span aria-hidden className="size-1.75 rounded-full bg-green" />
        {signIns === 1 ? t("people.signedIn") : t("people.signedIn.several", { count: signIns })}
      </span>
    );
  return lastSignInAt === null ? t("people.neverSignedIn") : <Time at={lastSignInAt} />;
}

import { PERSON_DISABLED_LOOK } from "@/components/badges/person";
import { RowLink } from "@/components/ui/layout/rows";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { PersonRow as Row } from "@/lib/people/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { Groups } from "./role-table";

/** The columns of the list of people: name, roles, groups, groups read, last sign-in. */
export const PERSON_COLUMNS =
  "lg:grid-cols-[minmax(11rem,1.2fr)_minmax(9rem,1fr)_minmax(9rem,1.4fr)_7rem_9rem]";

/** Somebody as a row: name, what they may and by which groups, since when we know it, and whether they are here. */
export function PersonRow({ person }: { person: Row }) {
  const roles = formatList(person.roles.map((role) => t(`role.${role}`)));
  return (
    <RowLink
      href={`/people/${person.id}`}
      columns={PERSON_COLUMNS}
      name={
        <>
          <bdi>{person.name}</bdi>
          {person.email !== null && (
            <bdi className="block truncate font-normal text-faint text-xs">{person.email}</bdi>
          )}
        </>
      }
    >
      <span className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
        <span className={roles === "" ? "text-faint" : "text-soft"}>{roles || t("people.noRole")}</span>
        {person.isDisabled && <StateBadge look={PERSON_DISABLED_LOOK} />}
      </span>
      <span className="order-last w-full min-w-0 lg:order-none lg:w-auto">
        <Groups groups={person.groups} />
      </span>
      <span className="text-faint text-sm">
        <span className="lg:sr-only">{t("people.groupsRead")} </span>
        <Time at={person.groupsReadAt} />
      </span>
      <span className="text-faint text-sm">
        {person.signIns > 0 ? (
          <span className="text-green">
            {person.signIns === 1
              ? t("people.signedIn")
              : t("people.signedIn.several", { count: person.signIns })}
          </span>
        ) : person.lastSignInAt === null ? (
          t("people.neverSignedIn")
        ) : (
          <>
            <span className="lg:sr-only">{t("people.lastSignIn")} </span>
            <Time at={person.lastSignInAt} />
          </>
        )}
      </span>
    </RowLink>
  );
}

import { ROLES } from "@/lib/kernel/config/config";
import type { RoleMapping } from "@/lib/people/roles";
import { t } from "@/messages/translate";

/** Each role with what it may, and the groups that make it. */
export function RoleTable({ roles }: { roles: RoleMapping }) {
  return (
    <ul aria-label={t("settings.roles")} className="divide-y divide-line border-line border-y">
      {ROLES.map((role) => (
        <li key={role} className="grid gap-x-6 gap-y-1 px-2 py-2.5 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <span className="font-medium">{t(`role.${role}`)}</span>
          <span>
            {t(`people.may.${role}`)}
            <Groups groups={roles[role]} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Groups as the provider calls them. */
export function Groups({ groups }: { groups: readonly string[] }) {
  return (
    <span className="mt-0.5 flex min-w-0 flex-wrap gap-x-2 gap-y-0.5 text-soft text-sm">
      {groups.length === 0
        ? t("people.noGroups")
        : groups.map((group) => (
            <bdi key={group} className="break-all font-mono text-xs leading-5">
              {group}
            </bdi>
          ))}
    </span>
  );
}

import { Facts } from "@/components/ui/layout/facts";
import type { AccountView } from "@/lib/accounts/views";
import { t } from "@/messages/translate";

/** The roles that the portal becomes in an account, and where its nodes' agents write their log. */
export function AccountRoles({ account }: { account: AccountView }) {
  return (
    <section aria-label={account.name} className="min-w-0">
      <h3 className="mb-2 border-line border-b pb-1 font-medium text-sm">
        <bdi>{account.name}</bdi>
      </h3>
      <Facts
        facts={[
          ...account.roles.map(({ role, arn }) => ({
            label: t(`settings.account.role.${role}`),
            value: <Name>{arn}</Name>,
          })),
          { label: t("settings.account.log"), value: <Name>{account.logGroupName}</Name> },
        ]}
      />
    </section>
  );
}

function Name({ children }: { children: string }) {
  return <code className="break-all font-mono text-xs">{children}</code>;
}

import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { CHECK_LOOK } from "@/components/badges/account";
import { ActionBox } from "@/components/ui/action-box";
import { CodeBlock } from "@/components/ui/code-block";
import { Facts } from "@/components/ui/layout/facts";
import { StateBadge } from "@/components/ui/state-badge";
import type { CheckView, TestView } from "@/lib/accounts/views";
import { sentenceFor, t } from "@/messages/translate";

interface ConnectionFaultProps {
  /** Account and region. */
  name: string;
  test: TestView;
  /** Tests again. */
  action: ReactNode;
}

/** The calls of a connection that AWS did not allow: each with AWS's words and what to add where. */
export function ConnectionFault({ name, test, action }: ConnectionFaultProps) {
  const broken = test.checks.filter(({ remedy }) => remedy !== null);
  if (broken.length === 0) return null;
  return (
    <ActionBox
      tone="red"
      icon={CircleX}
      title={<bdi>{t("settings.fault", { name, count: broken.length })}</bdi>}
      actions={action}
    >
      <ul className="grid gap-5">
        {broken.map((check) => (
          <li key={`${check.role} ${check.action}`}>
            <Broken check={check} />
          </li>
        ))}
      </ul>
    </ActionBox>
  );
}

function Broken({ check }: { check: CheckView }) {
  const { remedy, words } = check;
  if (!remedy) return null;
  return (
    <div className="grid min-w-0 gap-2">
      <Facts
        facts={[
          {
            label: t("settings.fault.call"),
            value: (
              <>
                <code className="break-all font-mono text-xs">{check.action}</code>{" "}
                <StateBadge look={CHECK_LOOK[check.state]} as="plain" />{" "}
                <span className="text-soft">{t(`settings.role.${check.role}`)}</span>
              </>
            ),
          },
          ...(words === null || words === ""
            ? []
            : [
                {
                  label: t("settings.test.awsMessage"),
                  value: <bdi className="break-all font-mono text-xs">{words}</bdi>,
                },
              ]),
          {
            label: t("settings.fault.fix"),
            value: (
              <bdi className="max-w-prose">
                {sentenceFor(`settings.remedy.${remedy.code}`, remedy.params)}
              </bdi>
            ),
          },
        ]}
      />
      {remedy.statements.map(({ place, of, json }) => (
        <CodeBlock key={place} label={t(`settings.statement.${place}`, { of })} code={json} />
      ))}
    </div>
  );
}

/** Every call of a connection, by the role that makes it. */
export function AllCalls({ name, checks }: { name: string; checks: readonly CheckView[] }) {
  const roles = [...new Set(checks.map(({ role }) => role))];
  return (
    <section aria-label={name}>
      <h3 className="mb-2 border-line border-b pb-1 font-medium text-sm">
        <bdi>{name}</bdi>
      </h3>
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        {roles.map((role) => (
          <div key={role} className="min-w-0">
            <h4 className="mb-1 text-soft text-sm">{t(`settings.role.${role}`)}</h4>
            <ul>
              {checks
                .filter((check) => check.role === role)
                .map(({ action, state }) => (
                  <li key={action} className="flex flex-wrap items-baseline justify-between gap-x-3">
                    <code className="break-all font-mono text-xs leading-6">{action}</code>
                    <StateBadge look={CHECK_LOOK[state]} as="plain" />
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

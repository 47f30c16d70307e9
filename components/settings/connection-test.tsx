import type { ReactNode } from "react";
import { CHECK_LOOK, TEST_LOOK } from "@/components/badges/account";
import { CodeBlock } from "@/components/ui/code-block";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { CheckView, TestView } from "@/lib/accounts/views";
import { sentenceFor, t } from "@/messages/translate";

/** The connection test of a region: in one line, then what is missing, then every step. */
export function ConnectionTest({ test, action }: { test: TestView; action: ReactNode }) {
  const broken = test.checks.filter(({ remedy }) => remedy !== null);
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1" aria-live="polite">
          <StateBadge look={TEST_LOOK[test.state]} />
          <span className="text-soft text-sm">
            <Summary test={test} />
          </span>
        </p>
        {action}
      </div>
      {broken.length > 0 && (
        <ul className="grid gap-4">
          {broken.map((check) => (
            <li key={`${check.role} ${check.action}`}>
              <Broken check={check} />
            </li>
          ))}
        </ul>
      )}
      {test.state !== "never" && (
        <details>
          <summary className="min-h-10 cursor-pointer py-2 text-soft text-sm">
            {t("settings.test.steps")}
          </summary>
          <Steps checks={test.checks} />
        </details>
      )}
    </div>
  );
}

function Summary({ test }: { test: TestView }) {
  const all = test.checks.length;
  const count = (...states: CheckView["state"][]) =>
    test.checks.filter(({ state }) => states.includes(state)).length;
  if (test.state === "never" || test.orderedAt === null) return t("settings.test.never.hint");
  if (test.state === "running") return t("settings.test.running.hint", { done: all - count("waiting"), all });
  if (test.state === "unanswered") return t("settings.test.unanswered.hint");
  const tried = all - count("not-needed");
  return (
    <>
      {t("settings.test.count", { passed: count("passed"), all: tried })}, {t("settings.test.at")}{" "}
      <Time at={test.orderedAt} />
    </>
  );
}

/** A step that did not pass: what is missing, where, and what to add. */
function Broken({ check }: { check: CheckView }) {
  const { remedy, words } = check;
  if (!remedy) return null;
  return (
    <div className="grid gap-2 border-red-line border-l-2 pl-3">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateBadge look={CHECK_LOOK[check.state]} as="plain" />
        <code className="break-all font-medium font-mono text-sm">{check.action}</code>
        <span className="text-soft text-sm">{t(`settings.role.${check.role}`)}</span>
      </p>
      <p className="max-w-prose">
        <bdi>{sentenceOf(remedy)}</bdi>
      </p>
      {remedy.statements.map(({ place, of, json }) => (
        <CodeBlock key={place} label={t(`settings.statement.${place}`, { of })} code={json} />
      ))}
      {words !== null && words !== "" && (
        <details>
          <summary className="min-h-10 cursor-pointer py-2 text-soft text-sm">
            {t("settings.test.awsMessage")}
          </summary>
          <p className="break-all font-mono text-xs">
            <bdi>{words}</bdi>
          </p>
        </details>
      )}
    </div>
  );
}

function sentenceOf({ code, params }: NonNullable<CheckView["remedy"]>): string {
  return sentenceFor(`settings.remedy.${code}`, params);
}

function Steps({ checks }: { checks: readonly CheckView[] }) {
  const roles = [...new Set(checks.map(({ role }) => role))];
  return (
    <div className="grid gap-x-8 gap-y-4 pt-1 sm:grid-cols-2 xl:grid-cols-3">
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
  );
}

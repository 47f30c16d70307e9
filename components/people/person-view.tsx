import Link from "next/link";
import type { ReactNode } from "react";
import { PERSON_DISABLED_LOOK } from "@/components/badges/person";
import { PageHead } from "@/components/frame/page-head";
import { Id } from "@/components/ui/id";
import { Facts } from "@/components/ui/layout/facts";
import { Section } from "@/components/ui/layout/section";
import { Notice } from "@/components/ui/notice";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { PersonDetail } from "@/lib/people/views";
import { t, wordFor } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { Groups } from "./role-table";

/** One person: what they may and why, what they did, where they are signed in. */
export function PersonView({ person, action }: { person: PersonDetail; action?: ReactNode }) {
  return (
    <div className="grid gap-6">
      <div>
        <PageHead
          title={
            <span className="flex flex-wrap items-center gap-3">
              <bdi>{person.name}</bdi>
              {person.isDisabled && <StateBadge look={PERSON_DISABLED_LOOK} />}
            </span>
          }
          lead={formatList(person.roles.map((role) => t(`role.${role}`))) || t("people.noRole")}
          action={action}
        />
        {person.disabledAt && (
          <Notice tone="red">
            {t("people.disabledSince")} <Time at={person.disabledAt} as="both" />. {t("people.disabled.hint")}
          </Notice>
        )}
      </div>
      <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid content-start gap-6">
          <Section title={t("people.may")}>
            <May person={person} />
          </Section>
          <Section title={t("people.signIns")}>
            <SignIns signIns={person.signIns} />
          </Section>
        </div>
        <div className="grid content-start gap-6">
          <Section title={t("people.history")}>
            <History person={person} />
          </Section>
          <Section title={t("people.facts")}>
            <PersonFacts person={person} />
          </Section>
        </div>
      </div>
    </div>
  );
}

function May({ person }: { person: PersonDetail }) {
  if (person.roles.length === 0) return <p className="max-w-prose text-soft">{t("people.may.nothing")}</p>;
  return (
    <ul className="grid gap-1">
      {person.roles.map((role) => (
        <li key={role}>
          <span className="font-medium">{t(`role.${role}`)}</span>{" "}
          <span className="text-soft">– {t(`people.may.${role}`)}</span>
        </li>
      ))}
    </ul>
  );
}

function History({ person }: { person: PersonDetail }) {
  const { requests, sessions, decisions, reviews } = person.history;
  return (
    <div className="grid gap-3">
      <Facts
        facts={[
          { label: t("people.history.requests"), value: <Count count={requests} /> },
          { label: t("people.history.sessions"), value: <Count count={sessions} /> },
          { label: t("people.history.decisions"), value: <Count count={decisions} /> },
          { label: t("people.history.reviews"), value: <Count count={reviews} /> },
        ]}
      />
      <Link href={`/audit?q=${person.id}`} className="underline decoration-line-strong underline-offset-4">
        {t("people.history.audit")}
      </Link>
    </div>
  );
}

function Count({ count }: { count: number }) {
  return <span className="tabular-nums">{count}</span>;
}

function PersonFacts({ person }: { person: PersonDetail }) {
  return (
    <Facts
      facts={[
        { label: t("people.groups"), value: <Groups groups={person.groups} /> },
        { label: t("people.column.groupsRead"), value: <Time at={person.groupsReadAt} as="both" /> },
        {
          label: t("people.mail"),
          value: person.email === null ? "–" : <bdi className="break-all">{person.email}</bdi>,
        },
        {
          label: t("people.subject"),
          value: <bdi className="break-all font-mono text-xs">{person.subject}</bdi>,
        },
        {
          label: t("people.issuer"),
          value: <bdi className="break-all font-mono text-xs">{person.issuer}</bdi>,
        },
        { label: t("people.firstSeen"), value: <Time at={person.createdAt} as="both" /> },
        { label: t("people.id"), value: <Id id={person.id} isCopyable /> },
      ]}
    />
  );
}

function SignIns({ signIns }: { signIns: PersonDetail["signIns"] }) {
  if (signIns.length === 0) return <p className="text-soft">{t("people.signIns.none")}</p>;
  return (
    <ul aria-label={t("people.signIns")} className="divide-y divide-line border-line border-y">
      {signIns.map((signIn) => (
        <li key={signIn.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-2 py-2">
          <Time at={signIn.startedAt} as="absolute" />
          <span className="text-soft text-sm">
            {signIn.isRunning ? (
              <span className="text-green">
                {t("people.signIn.runs")}, {t("people.signIn.until")} <Time at={signIn.expiresAt} as="both" />
              </span>
            ) : signIn.endedAt ? (
              <>
                {t("people.signIn.ended")} <Time at={signIn.endedAt} />
                {signIn.endReason !== null && ` (${wordFor("people.signIn.why", signIn.endReason)})`}
              </>
            ) : (
              <>
                {t("people.signIn.expired")} <Time at={signIn.expiresAt} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

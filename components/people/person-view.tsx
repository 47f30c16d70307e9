import type { ReactNode } from "react";
import { PERSON_DISABLED_LOOK } from "@/components/badges/person";
import { BarTitle, ThingHead } from "@/components/frame/page-head";
import Link from "@/components/ui/controls/link";
import { Id } from "@/components/ui/id";
import { Initials } from "@/components/ui/initials";
import { SideFacts, StoryPage, StorySection } from "@/components/ui/layout/story";
import { Notice } from "@/components/ui/notice";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { PersonDetail } from "@/lib/people/views";
import { t } from "@/messages/translate";
import { formatList } from "@/messages/values";
import { Groups } from "./role-table";
import { SignIns, type SignInsProps } from "./sign-ins";

interface PersonViewProps extends Pick<SignInsProps, "ownSignInId" | "revoke"> {
  person: PersonDetail;
  /** What can be done about their access. */
  action?: ReactNode;
}

/** One person: what they may and why, where they are signed in, what they did. */
export function PersonView({ person, action, ...signIns }: PersonViewProps) {
  return (
    <>
      <BarTitle parent={{ href: "/people", label: t("nav.people") }}>
        <bdi className="truncate">{person.name}</bdi>
        {person.isDisabled && <StateBadge look={PERSON_DISABLED_LOOK} />}
      </BarTitle>
      <StoryPage facts={<PersonFacts person={person} />}>
        <div className="flex flex-wrap items-start justify-between gap-3">
          <ThingHead
            name={
              <span className="flex items-center gap-2.5">
                <Initials name={person.name} />
                <bdi>{person.name}</bdi>
              </span>
            }
            facts={formatList(person.roles.map((role) => t(`role.${role}`))) || t("people.noRole")}
          />
          {action}
        </div>
        {person.disabledAt && (
          <Notice tone="red">
            {t("people.disabledSince")} <Time at={person.disabledAt} as="both" />. {t("people.disabled.hint")}
          </Notice>
        )}
        <StorySection title={t("people.may")}>
          <May person={person} />
        </StorySection>
        <StorySection title={t("people.signIns")} count={person.signIns.length}>
          <SignIns signIns={person.signIns} {...signIns} />
        </StorySection>
      </StoryPage>
    </>
  );
}

function May({ person }: { person: PersonDetail }) {
  if (person.roles.length === 0)
    return <p className="max-w-prose pt-3 text-soft">{t("people.may.nothing")}</p>;
  return (
    <dl className="grid gap-x-6 gap-y-1 pt-3 sm:grid-cols-[8rem_minmax(0,1fr)]">
      {person.roles.map((role) => (
        <div key={role} className="contents">
          <dt className="font-medium">{t(`role.${role}`)}</dt>
          <dd className="mb-2 text-soft sm:mb-0">{t(`people.may.${role}`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function PersonFacts({ person }: { person: PersonDetail }) {
  const { requests, sessions, decisions, reviews } = person.history;
  const count = (n: number) => <span className="tabular-nums">{n}</span>;
  return (
    <>
      <SideFacts
        title={t("people.history")}
        facts={[
          { label: t("people.history.requests"), value: count(requests) },
          { label: t("people.history.sessions"), value: count(sessions) },
          { label: t("people.history.decisions"), value: count(decisions) },
          { label: t("people.history.reviews"), value: count(reviews) },
        ]}
      >
        <Link href={`/audit?q=${person.id}`} className="text-accent hover:underline">
          {t("people.history.audit")}
        </Link>
      </SideFacts>
      <SideFacts
        title={t("people.facts")}
        facts={[
          { label: t("people.groups"), value: <Groups groups={person.groups} /> },
          { label: t("people.column.groupsRead"), value: <Time at={person.groupsReadAt} /> },
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
          { label: t("people.firstSeen"), value: <Time at={person.createdAt} /> },
          { label: t("people.id"), value: <Id id={person.id} isCopyable /> },
        ]}
      />
    </>
  );
}

import type { Metadata } from "next";
import { readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { ReadAgain } from "@/app/client/read-again";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { PolicyFiles } from "@/components/policy/policy-files";
import { PolicyHistory } from "@/components/policy/policy-history";
import { ProblemList } from "@/components/policy/problem-list";
import { Proposal } from "@/components/policy/proposal";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { Section } from "@/components/ui/layout/section";
import { Time } from "@/components/ui/time/time";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import type { ActionState } from "@/lib/nodes/views";
import { readRehearsals } from "@/lib/overview/rehearsals/read-rehearsals";
import type { RehearsalView } from "@/lib/overview/rehearsals/views";
import { diffFiles } from "@/lib/policy/versions/diff";
import { readPolicy } from "@/lib/policy/versions/read-policy";
import type { PolicyView, ProposalView } from "@/lib/policy/versions/views";
import { errorSentence, t } from "@/messages/translate";
import { DecidePolicy, ProposePolicy } from "./changes";

export const generateMetadata = (): Metadata => ({ title: t("policy.title") });

/** The rules that apply, what waits for a second administrator, a form for a change, and what was decided. */
export default async function PolicyPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const policy = await pageQuery(readPolicy(actor));
  const rehearsals = await pageQuery(
    readRehearsals(
      actor,
      policy.proposals.map(({ id }) => id),
    ),
  );
  const edited = query("edit");
  const again = policy.proposals.find(({ id }) => id === edited);
  return (
    <PartMessages part="administration">
      <PageHead
        title={t("policy.title")}
        lead={t("policy.lead")}
        action={
          <Link href="/policy?edit=active#edit" className={buttonClass("primary")}>
            {t("policy.edit")}
          </Link>
        }
      />
      {policy.proposals.some(
        ({ id, check }) => check.state === "waiting" || (check.state === "valid" && !rehearsals.has(id)),
      ) && <ReadAgain />}
      <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-9">
        <Section title={t("policy.waiting")}>
          <Waiting policy={policy} rehearsals={rehearsals} viewerId={actor.id} />
        </Section>
        {edited !== undefined && (
          <div id="edit" className="grid min-w-0 scroll-mt-18 grid-cols-[minmax(0,1fr)]">
            <Section title={t("policy.change.title")}>
              {again?.check.state === "invalid" && (
                <ProblemList title={t("policy.problems")} problems={again.check.problems} />
              )}
              <ProposePolicy key={again?.id ?? policy.version} files={[...(again?.files ?? policy.files)]} />
            </Section>
          </div>
        )}
        <Section title={t("policy.active", { version: policy.version })}>
          <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
            <Origin active={policy.active} />
            <PolicyFiles files={policy.files} />
          </div>
        </Section>
        <Section title={t("policy.history")}>
          <PolicyHistory rows={policy.history} />
        </Section>
      </div>
    </PartMessages>
  );
}

function Waiting({
  policy,
  rehearsals,
  viewerId,
}: {
  policy: PolicyView;
  rehearsals: ReadonlyMap<string, RehearsalView>;
  viewerId: string;
}) {
  if (policy.proposals.length === 0) return <p className="text-soft">{t("policy.waiting.none")}</p>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {policy.proposals.map((proposal) => (
        <Proposal
          key={proposal.id}
          proposal={proposal}
          version={policy.version}
          diff={diffFiles(policy.files, proposal.files)}
          rehearsal={rehearsals.get(proposal.id) ?? null}
          actions={<Decide proposal={proposal} policy={policy} viewerId={viewerId} />}
        />
      ))}
    </div>
  );
}

function Decide({
  proposal,
  policy,
  viewerId,
}: {
  proposal: ProposalView;
  policy: PolicyView;
  viewerId: string;
}) {
  const { id, approve, reject, proposedBy } = proposal;
  return (
    <>
      <DecidePolicy
        policyId={id}
        insteadOf={policy.active?.number ?? null}
        isOwn={proposedBy.id === viewerId}
        approveReason={reasonOf(approve)}
        rejectReason={reasonOf(reject)}
      />
      <Link href={`/policy?edit=${id}#edit`} className={buttonClass("quiet")}>
        {t("policy.again")}
      </Link>
    </>
  );
}

function Origin({ active }: Pick<PolicyView, "active">) {
  if (!active) return <p className="text-soft">{t("policy.active.builtIn")}</p>;
  const { proposedBy, decidedBy, decidedAt, reason, state } = active;
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-soft">
        <bdi>{t("policy.by", { proposer: proposedBy.name, decider: decidedBy?.name, state })}</bdi>{" "}
        {decidedAt && <Time at={decidedAt} as="absolute" />}
      </p>
      <q className="[overflow-wrap:anywhere]">
        <bdi>{reason}</bdi>
      </q>
    </div>
  );
}

function reasonOf(action: ActionState): string | undefined {
  return action.allowed ? undefined : errorSentence(action.code, action.params ?? {});
}

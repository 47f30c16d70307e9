import type { Metadata } from "next";
import { oneOf, readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { ClassRules } from "@/components/retention/class-rules";
import { DeletedByRule } from "@/components/retention/deleted-by-rule";
import { DryRunView } from "@/components/retention/dry-run-view";
import { Proposal } from "@/components/retention/proposal";
import { TryRule } from "@/components/retention/try-rule";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { readRetention, tryRule } from "@/lib/keeping/retention/read-retention";
import { DAYS_LIMITS } from "@/lib/keeping/retention/rules";
import type { ProposalView } from "@/lib/keeping/retention/views";
import { type ActionState, PROTECTIONS } from "@/lib/nodes/views";
import { errorSentence, t } from "@/messages/translate";
import { DecideRule, ProposeRule } from "./changes";

export const generateMetadata = (): Metadata => ({ title: t("retention.title") });

/** For how long recordings are kept, class by class; what another rule would do; what rules deleted. */
export default async function RetentionPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const query = await readQuery(searchParams);
  const tried = oneOf(PROTECTIONS, query("class"));
  const days = daysFrom(query("days"), query("keep"));
  const retention = await pageQuery(readRetention(actor));
  const dryRun =
    tried && days !== undefined ? await pageQuery(tryRule(actor, { protection: tried, days })) : undefined;
  return (
    <PartMessages part="administration">
      <PageHead title={t("retention.title")} lead={t("retention.lead")} />
      <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-9">
        {retention.classes.map((one) => (
          <ClassRules key={one.protection} rules={one}>
            {one.proposal && (
              <Proposal
                proposal={one.proposal}
                actions={<Decide proposal={one.proposal} viewerId={actor.id} />}
              />
            )}
            <TryRule
              protection={one.protection}
              days={tried === one.protection ? query("days") : undefined}
              isWrong={tried === one.protection && days === undefined}
            />
            {dryRun?.protection === one.protection && (
              <DryRunView
                dryRun={dryRun}
                actions={
                  one.propose && (
                    <ProposeRule
                      protection={one.protection}
                      days={dryRun.days}
                      disabledReason={
                        reasonOf(one.propose) ??
                        (dryRun.days === (one.inForce?.days ?? null) && one.upcoming === null
                          ? errorSentence("RETENTION_SAME", {})
                          : undefined)
                      }
                    />
                  )
                }
              />
            )}
          </ClassRules>
        ))}
        <DeletedByRule deletions={retention.lately} />
      </div>
    </PartMessages>
  );
}

function Decide({ proposal, viewerId }: { proposal: ProposalView; viewerId: string }) {
  const { id, askedBy, actions } = proposal;
  if (!actions) return null;
  return (
    <DecideRule
      ruleId={id}
      confirm={askedBy.id === viewerId ? null : { disabledReason: reasonOf(actions.confirm) }}
      withdraw={{ disabledReason: reasonOf(actions.withdraw) }}
    />
  );
}

function reasonOf(action: ActionState): string | undefined {
  return action.allowed ? undefined : errorSentence(action.code, action.params ?? {});
}

/** Null: without end. Undefined: nothing that a rule can be. */
function daysFrom(days: string | undefined, keep: string | undefined): number | null | undefined {
  if (keep === "always") return null;
  if (days === undefined || !/^[0-9]{1,5}$/.test(days)) return undefined;
  const number = Number(days);
  return number >= DAYS_LIMITS.min && number <= DAYS_LIMITS.max ? number : undefined;
}

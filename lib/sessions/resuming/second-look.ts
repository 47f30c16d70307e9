import { accountOf } from "@/lib/aws/credentials";
import type { SystemActor } from "@/lib/kernel/actor";
import { parseObligations } from "@/lib/policy/obligations";
import { checkDocument, requireDestinations } from "../opening/check-document";
import { commitChecked } from "../opening/steps";
import type { SessionIn } from "../record";
import type { ResumeFacts } from "./resume-store";

/**
 * Looks at the document of a session of which nobody looked after its start: the gateway that opened it died before, or
 * lost it to this one. Its name carries the hash of what it must be.
 * @throws AppError DOCUMENT_CHANGED | LOG_DESTINATION_MISSING: it must not go on; SESSION_OVER; AWS_*
 */
export async function lookOnceMore(
  gateway: SystemActor,
  lease: { session: SessionIn<"open">; facts: ResumeFacts; epoch: number },
): Promise<void> {
  const { session, facts, epoch } = lease;
  if (facts.recordChecks !== null) return;
  const place = { account: accountOf(session.accountId), region: session.region };
  const { checks } = await checkDocument(place, session.documentName);
  requireDestinations(checks, parseObligations(facts.grant.obligations));
  await commitChecked(gateway, { id: session.id, epoch }, checks);
}

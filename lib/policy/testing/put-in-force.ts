import type { PersonActor, SystemActor } from "@/lib/kernel/actor";
import { compilePolicy } from "../compile/compile";
import { checkVersions } from "../versions/check-versions";
import { approveVersion } from "../versions/decide-version";
import { proposeVersion } from "../versions/propose-version";

/**
 * Puts rules in force as two administrators and the jobs process do, one after the other.
 * @param as uses the database as a process does
 * @param insteadOf the number of the version that applies
 */
export async function putInForce(
  text: string,
  by: { proposer: PersonActor; approver: PersonActor; jobs: SystemActor },
  as: (login: "web" | "jobs") => Promise<void>,
  insteadOf: number | null = null,
): Promise<string> {
  await as("web");
  const files = [{ name: "access.cedar", text }];
  const { policyId } = await proposeVersion(by.proposer, { files, reason: "Agreed for this test alone" });
  await as("jobs");
  const check = async (proposed: typeof files | readonly { name: string; text: string }[]) => {
    const compiled = compilePolicy("proposed", proposed);
    return { problems: compiled.ok ? [] : compiled.problems, warnings: compiled.warnings };
  };
  await checkVersions(by.jobs, check, () => false);
  await as("web");
  return (await approveVersion(by.approver, { policyId, insteadOf })).version;
}

import { config } from "@/lib/kernel/config/config";

/**
 * Whether a session past the portal was opened under a last-resort role of the settings.
 * @param owner ARN of the principal, as AWS lists it: `arn:aws:sts::ID:assumed-role/NAME/SESSION`, without the role's path
 */
export function isLastResort(owner: string): boolean {
  return config().HALLIGAN_ACCOUNTS.some(({ lastResortRoleArns }) =>
    Object.values(lastResortRoleArns).some((arn) => owner.startsWith(sessionsOf(arn))),
  );
}

function sessionsOf(roleArn: string): string {
  const [, partition = "", , , accountId = ""] = roleArn.split(":");
  return `arn:${partition}:sts::${accountId}:assumed-role/${roleArn.slice(roleArn.lastIndexOf("/") + 1)}/`;
}

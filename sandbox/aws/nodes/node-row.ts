import type { NodeRow } from "../session-port";

/** A machine of the seeded account; `ip` is also the host name, as EC2 makes it. */
export function nodeRow(about: {
  id: string;
  name: string;
  ip: string;
  tags: Record<string, string>;
}): NodeRow {
  const region = "eu-west-1";
  return {
    ...about,
    accountId: "111122223333",
    region,
    hostName: `ip-${about.ip.replaceAll(".", "-")}.${region}.compute.internal`,
    platformName: "Amazon Linux",
    agentVersion: "3.3.987.0",
    online: true,
  };
}

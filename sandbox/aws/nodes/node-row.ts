import type { NodeRow } from "../sessions/session-port";

/** Where the seeded machines stand. */
export const PLACES = {
  coreIreland: { accountId: "111122223333", region: "eu-west-1" },
  coreVirginia: { accountId: "111122223333", region: "us-east-1" },
  dataIreland: { accountId: "444455556666", region: "eu-west-1" },
  dataTokyo: { accountId: "444455556666", region: "ap-northeast-1" },
} as const;

export type Place = (typeof PLACES)[keyof typeof PLACES];

/** A machine of a seeded account; `ip` is also the host name, as EC2 makes it. */
export function nodeRow(
  about: Pick<NodeRow, "id" | "name" | "ip" | "tags"> &
    Partial<Pick<NodeRow, "online" | "roleName" | "hybrid">>,
  place: Place = PLACES.coreIreland,
): NodeRow {
  const { region } = place;
  const domain = region === "us-east-1" ? "ec2.internal" : `${region}.compute.internal`;
  return {
    platformName: "Amazon Linux",
    platformVersion: "2023",
    agentVersion: "3.3.987.0",
    online: true,
    roleName: "managed-node",
    ...about,
    ...place,
    // A machine of one's own has its own name.
    hostName: about.hybrid
      ? `${about.name}.warehouse.example.test`
      : `ip-${about.ip.replaceAll(".", "-")}.${domain}`,
  };
}

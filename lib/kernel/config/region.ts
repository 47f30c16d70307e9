/**
 * The shape of an AWS region's name, as AWS's own partition lists have it: `eu-west-1`, `us-gov-east-1`, `us-isob-east-1`,
 * `eusc-de-east-1`. The one expression for settings, filters and what browsers send.
 */
export const REGION = /^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/;

/**
 * The partition that a region belongs to, as it stands in ARNs.
 * @param region a name of the shape of `REGION`
 */
export function partitionOf(region: string): string {
  const [, partition] = PARTITIONS.find(([prefix]) => region.startsWith(prefix)) ?? ["", "aws"];
  return partition;
}

const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ["cn-", "aws-cn"],
  ["us-gov-", "aws-us-gov"],
  ["us-iso-", "aws-iso"],
  ["us-isob-", "aws-iso-b"],
  ["eu-isoe-", "aws-iso-e"],
  ["us-isof-", "aws-iso-f"],
  ["eusc-", "aws-eusc"],
];

/** Services that live in a region, and the one of the sandbox's that has a single address for all of them. */
const NAME =
  /^(?:(?:cloudtrail|ec2|logs|s3|ssm|ssmmessages|sts)\.[a-z]{2}(?:-[a-z]+)+-\d|iam|sts)\.amazonaws\.com$/;

/**
 * Whether a Host header is one of AWS's own names for what the sandbox answers, as the SDKs ask for it by default. Only
 * whole names of services, never a bucket's: whose pages lie in a bucket could otherwise bind its name to this machine.
 * @param host the Host header, without a port: TLS in front of the sandbox ends on 443
 */
export function isAwsName(host: string): boolean {
  return NAME.test(host);
}

/** Where AWS's clients open data channels: `wss://ssmmessages.<region>.amazonaws.com`. */
export function messagesOrigin(region: string): string {
  return `wss://ssmmessages.${region}.amazonaws.com`;
}

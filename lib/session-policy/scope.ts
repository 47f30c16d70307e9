/** What one session policy is about: one node, one document, one window, one session name. */
export interface SessionScope {
  /** aws, aws-cn, aws-us-gov */
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
  /** i-… or mi-… */
  readonly nodeId: string;
  readonly documentName: string;
  /** Our session id: RoleSessionName, and the first part of AWS's session id. */
  readonly sessionId: string;
  /** The window [startsAt, endsAt), in whole seconds: IAM's dates have no fractions. */
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** ARN of the KMS key that encrypts the channel; undefined where the document names none. */
  readonly keyArn?: string | undefined;
}

/** Whether two scopes permit exactly the same. */
export function isSameScope(first: SessionScope, second: SessionScope): boolean {
  return (
    first.partition === second.partition &&
    first.accountId === second.accountId &&
    first.region === second.region &&
    first.nodeId === second.nodeId &&
    first.documentName === second.documentName &&
    first.sessionId === second.sessionId &&
    first.keyArn === second.keyArn &&
    first.startsAt.getTime() === second.startsAt.getTime() &&
    first.endsAt.getTime() === second.endsAt.getTime()
  );
}

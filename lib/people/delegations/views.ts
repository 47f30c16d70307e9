/** Who decides in somebody's place now. */
export interface RunningDelegation {
  id: string;
  delegateId: string;
  delegateName: string;
  createdAt: Date;
  endsAt: Date;
}

/** What an approval was given with for somebody who is away. Its times are the database's. */
export interface UsedDelegation {
  readonly delegatorId: string;
  readonly delegatorName: string;
  readonly delegateId: string;
  readonly createdAt: Date;
  readonly endsAt: Date;
  readonly withdrawnAt: Date | null;
  readonly usedAt: Date;
  /** The absent approver's, at the time of the approval. */
  readonly groups: readonly string[];
  /** The same as they stand now; none where the account is disabled. */
  readonly groupsNow: readonly string[];
}

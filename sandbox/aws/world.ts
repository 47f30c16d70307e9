import type { Clock } from "./clock";
import type { IamAccount } from "./iam/model";
import type { SessionPort } from "./sessions/session-port";
import type { CredentialStore } from "./stores/credential-store";
import type { DocumentStore } from "./stores/document-store";
import type { IamStore } from "./stores/iam-store";
import type { KeyStore } from "./stores/key-store";
import type { LogStore } from "./stores/log-store";
import type { ObjectStore } from "./stores/object-store";
import type { Trail } from "./stores/trail";

/** A long-term access key of a user. */
export interface UserKey {
  accountId: string;
  userName: string;
  secretAccessKey: string;
}

/** Everything the operations work on. */
export interface World {
  clock: Clock;
  accounts: ReadonlyMap<string, IamAccount>;
  /** Where changes of `accounts` are written down. */
  iam: IamStore;
  userKeys: ReadonlyMap<string, UserKey>;
  /** By serial number of an MFA device: the step of the last code that was taken, which is taken once. */
  usedMfaSteps: Map<string, number>;
  credentials: CredentialStore;
  documents: DocumentStore;
  keys: KeyStore;
  logs: LogStore;
  objects: ObjectStore;
  trail: Trail;
  sessions: SessionPort;
}

import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { AgentFault } from "./encryption/agent-encryption";

/**
 * The seam between the account (this folder) and its Session Manager service with the nodes behind it
 * (sessions/, nodes/). The account authenticates and authorises; the port only does.
 */

/** A session document as it was created, with its content parsed. */
export interface SessionDocument {
  name: string;
  content: {
    schemaVersion: string;
    sessionType: string;
    inputs?: Record<string, unknown>;
    parameters?: Record<string, unknown>;
    properties?: unknown;
  };
}

export interface StartSessionInput {
  accountId: string;
  region: string;
  /** Node id: `i-…` or `mi-…`. */
  target: string;
  document: SessionDocument;
  reason?: string;
  parameters?: Record<string, string[]>;
  owner: { arn: string; userId: string; sessionName: string };
  runAsUser?: string;
}

export type SessionStatus =
  | "Connected"
  | "Connecting"
  | "Disconnected"
  | "Terminated"
  | "Terminating"
  | "Failed";

/** One session as DescribeSessions shows it; instants are epoch milliseconds of the sandbox clock. */
export interface SessionRow {
  sessionId: string;
  accountId: string;
  region: string;
  target: string;
  documentName: string;
  /** ARN of the principal that started it. */
  owner: string;
  reason?: string;
  status: SessionStatus;
  startDate: number;
  endDate?: number;
  details?: string;
  /** Minutes, as the document says it. */
  maxSessionDuration?: string;
  accessType: "Standard" | "JustInTime";
  /** Known when the agent has uploaded its log, or tried to. */
  taskComplete?: TaskComplete;
}

/** Where the agent says in its last word (`agent_task_complete`) that it took a session's log; empty for nowhere. */
export interface TaskComplete {
  s3Bucket: string;
  /** The key. */
  s3UrlSuffix: string;
  cwlGroup: string;
  cwlStream: string;
}

/** A machine that Systems Manager manages. */
export interface NodeRow {
  id: string;
  name: string;
  accountId: string;
  region: string;
  hostName: string;
  ip: string;
  platformName: string;
  platformVersion: string;
  agentVersion: string;
  tags: Record<string, string>;
  online: boolean;
  /** The role that the agent works under: an instance profile's, or an activation's. */
  roleName: string;
  /** A machine outside AWS, registered by an activation. Its id begins with mi-. */
  hybrid?: { activationId: string; registeredAt: number };
}

/** Where an instance is in its life. */
export type MachineState = "pending" | "running" | "shutting-down" | "terminated";

/** An instance as EC2 shows it: also before its agent has registered, and for a while after its end. */
export interface MachineRow extends NodeRow {
  state: MachineState;
  launchedAt: number;
}

export interface StartedSession {
  sessionId: string;
  tokenValue: string;
  streamUrl: string;
}

/** The part of CloudWatch Logs an SSM Agent needs; throws an error with AWS's code in `code`. */
export interface AgentLogSink {
  hasLogGroup(accountId: string, region: string, name: string): boolean;
  createLogStream(accountId: string, region: string, group: string, stream: string): void;
  putLogEvents(
    accountId: string,
    region: string,
    group: string,
    stream: string,
    events: { timestamp: number; message: string }[],
  ): void;
}

/** The part of S3 an SSM Agent needs; throws an error with AWS's code in `code`. */
export interface AgentObjectSink {
  /** Throws when the bucket can't be read. */
  isEncrypted(accountId: string, bucket: string): boolean;
  putObject(accountId: string, bucket: string, key: string, body: AsyncIterable<Buffer>): Promise<void>;
}

/** The part of KMS an SSM Agent needs; throws an error with AWS's code in its name or `code`. */
export interface AgentKeys {
  /** @param keyId an id or an ARN; undefined: there is no such key in the account and region */
  arnOf(accountId: string, region: string, keyId: string): string | undefined;
  decrypt(keyArn: string, ciphertextBlob: Buffer, context: Record<string, string>): Buffer;
}

export interface SessionPortDeps {
  /** Folder of the sandbox; the port keeps its own journal and node folders below it. */
  stateDir: string;
  /** Origin of a region's stream URLs, such as `ws://127.0.0.1:<port>`; known once the server listens. */
  origin(region: string): string;
  clock: { now(): number };
  logs: AgentLogSink;
  objects: AgentObjectSink;
  keys?: AgentKeys;
  /** After how many seconds the service closes a client's socket, as AWS does about hourly. */
  socketSeconds: number;
  /** User id that shells run under when the sandbox runs as root. */
  shellUid?: number;
  /** Whether a node's own role allows its agent an action; without it, everything. */
  agentMay?(
    node: NodeRow,
    action: string,
    resource: string,
    encryptionContext?: Record<string, string>,
  ): Promise<boolean>;
}

/** Output frames of a session's agent, counted since its start. */
export interface OutgoingFrames {
  sent: number;
  unacknowledged: number;
  /** How often one was sent again. */
  resent: number;
}

export interface SessionPort {
  /** Throws an error whose `code` is AWS's (TargetNotConnected, InvalidDocument, …). */
  start(input: StartSessionInput): Promise<StartedSession>;
  /** Without token when the session is over; throws `DoesNotExistException` for an unknown one. */
  resume(sessionId: string): { sessionId: string; tokenValue?: string; streamUrl?: string };
  terminate(sessionId: string): { sessionId: string };
  /** Puts down a session that is over and never had a shell here. */
  remember(row: SessionRow): void;
  list(query: { state: "Active" | "History" }): SessionRow[];
  get(sessionId: string): SessionRow | undefined;
  isConnected(nodeId: string): boolean;
  /** What Systems Manager manages. */
  nodes(): NodeRow[];
  /** The instances of EC2, those that ended within the hour included. */
  machines(): MachineRow[];
  /**
   * Ends an instance for good, with its sessions. One of a group is replaced: another id, the same tags.
   * @throws TypeError for an id that `machines` does not have
   */
  endMachine(nodeId: string): { from: MachineState; to: MachineState };
  /** Changes tags of a node; undefined takes one away. */
  changeTags(nodeId: string, changes: Record<string, string | undefined>): void;
  /** True when the request was for a data channel and has been taken over. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Drops the client's socket of a session without ending the session. */
  cut(sessionId: string): void;
  /** Has the agent of a node do something wrong, or nothing any more: for tests. */
  misbehave(nodeId: string, fault: AgentFault | undefined): void;
  /** Of the sessions that run: for tests, AWS shows none of it. */
  outgoing(): Record<string, OutgoingFrames>;
  close(): Promise<void>;
}

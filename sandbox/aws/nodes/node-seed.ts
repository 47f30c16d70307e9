import type { NodeRow } from "../sessions/session-port";

/** One file of a node's tree when the node is first laid down. */
export interface SeedFile {
  /** Relative to the node's folder. */
  path: string;
  /** Text, or a size to fill with copies of a line (a log that ran away). */
  content: string | { repeat: string; bytes: number };
  executable?: boolean;
}

/** What goes wrong at a node, as AWS or its agent would let it: the nodes' names announce it. */
export interface Trouble {
  /** StartSession takes this long. */
  startDelayMs?: number;
  /** What the shell prints arrives this late. */
  outputDelayMs?: number;
  /** The service closes the client's socket this often. */
  socketSeconds?: number;
  /** So many starts are answered "Rate exceeded", then one works, then it begins again. */
  throttledStarts?: number;
}

/** A machine of an account: what AWS says of it, and what lies on it. */
export interface NodeSeed {
  row: NodeRow;
  /** @param now epoch milliseconds at which the node is laid down; logs and certificates are dated by it */
  files(now: number): SeedFile[];
  trouble?: Trouble;
}

/** A group of EC2 Auto Scaling: an instance that ends is replaced by another like it. */
export interface ScalingGroup {
  name: string;
  /** A fresh machine of the group. */
  launch(id: string, ip: string): NodeSeed;
  /** The first three numbers of its addresses. */
  subnet: string;
}

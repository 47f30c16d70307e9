/** A running program of a node: a shell on a terminal, or a command on pipes. */
export interface NodeProcess {
  /** @returns false when it takes no more for now: nothing of it was taken */
  write(bytes: Buffer): boolean;
  resize(cols: number, rows: number): void;
  /** Stops reading, so that the program blocks as it would on a slow line. */
  pause(): void;
  resume(): void;
  /** Closes the terminal: SIGHUP to whoever is attached to it. Survivors belong to the node. */
  hangUp(): void;
}

export interface NodeProcessEvents {
  onOutput(bytes: Buffer, stream: "stdout" | "stderr"): void;
  /** Called once, after the last output. */
  onExit(exitCode: number): void;
}

/** Who a node's programs run as: undefined means as the sandbox itself. */
export interface ShellIdentity {
  uid: number;
  gid: number;
}

/** What a program of a node is started with. */
export interface Launch {
  file: string;
  args: string[];
  /** Working folder. */
  folder: string;
  /** The whole environment: nothing of the sandbox's own is inherited. */
  environment: Record<string, string>;
  identity?: ShellIdentity;
}

/**
 * The environment as child_process wants it. Next's types say that every environment has NODE_ENV; a node's has not.
 */
export function processEnvironment(environment: Record<string, string>): NodeJS.ProcessEnv {
  return Object.assign(Object.create(null), environment);
}

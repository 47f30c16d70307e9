import type { WebSocket } from "ws";
import type { NodeProcess, NodeProcessEvents } from "../nodes/processes/node-process";
import type { AgentLogWriter } from "./agent-log/options";
import { AgentSession } from "./agent-session";
import { DataChannel } from "./channel/data-channel";
import { channelClosedFrame } from "./channel/payloads";
import type { SessionSettings } from "./document-settings";
import type { AgentFault, OpenDataKey } from "./encryption/agent-encryption";
import type { OutgoingFrames, SessionRow, SessionStatus } from "./session-port";

/** What a user reads when the service ends the session; the wording is ours, AWS documents none. */
const IDLE_OUTPUT = "Your session timed out due to inactivity.";
const MAX_DURATION_OUTPUT = "Your session has reached its maximum duration.";

export interface LiveSessionOptions {
  row: SessionRow;
  settings: SessionSettings;
  promptDelayMs: number;
  unheardFrames: number;
  socketSeconds: number;
  log: AgentLogWriter | undefined;
  openDataKey: OpenDataKey;
  fault(): AgentFault | undefined;
  open(events: NodeProcessEvents): NodeProcess;
  now(): number;
  onChange(row: SessionRow): void;
}

/** One session from StartSession to its end: the row AWS shows, the channel to the client, the agent on the node. */
export class LiveSession {
  row: SessionRow;
  readonly #channel: DataChannel;
  readonly #agent: AgentSession;
  #lastActivityAt: number;
  #logDrained: Promise<void> | undefined;
  #program: { isRunning: boolean } = { isRunning: false };

  readonly #options: LiveSessionOptions;

  constructor(options: LiveSessionOptions) {
    this.#options = options;
    this.row = options.row;
    this.#lastActivityAt = options.now();
    this.#channel = new DataChannel(options.now, {
      onOpen: () => {
        this.#setStatus("Connected");
        this.#agent.setListener(true);
      },
      onLost: () => {
        this.#setStatus("Disconnected");
        this.#agent.setListener(false);
      },
      onFrame: (frame) => {
        const message = this.#agent.receive(frame);
        if (message?.messageType === "input_stream_data") this.#lastActivityAt = options.now();
      },
      onPressure: (isHigh) => (isHigh ? this.#agent.pauseOutput() : this.#agent.resumeOutput()),
    });
    this.#agent = new AgentSession({
      settings: options.settings,
      session: options.row,
      openDataKey: options.openDataKey,
      fault: options.fault,
      promptDelayMs: options.promptDelayMs,
      unheardFrames: options.unheardFrames,
      now: options.now,
      open: (events) => this.#openProgram(events),
      transmit: (frame) => this.#channel.send(frame),
      onTerminalBytes: (bytes) => {
        this.#lastActivityAt = options.now();
        options.log?.append(bytes);
      },
      onEnd: (end) => this.#finish(end.kind === "failed" ? "Failed" : "Terminated", end.output),
    });
  }

  start(): void {
    this.#agent.start();
  }

  issueToken(): string {
    return this.#channel.issueToken();
  }

  accept(socket: WebSocket): void {
    this.#channel.accept(socket);
  }

  cut(): void {
    this.#channel.drop();
  }

  /** Ends the session from outside; the client is told at once. */
  terminate(output = ""): void {
    if (this.isOver) return;
    this.#finish("Terminated", output);
  }

  /** Ends it before it began: the agent refuses to run it. */
  refuse(output: string): void {
    this.#finish("Failed", output);
  }

  /** Compares the clock with every limit; to be called a few times a second, since tests move the clock. */
  checkLimits(): void {
    if (this.isOver) return;
    const now = this.#options.now();
    const { maxDurationMs, idleTimeoutMs } = this.#options.settings;
    if (maxDurationMs !== undefined && now - this.row.startDate >= maxDurationMs) {
      this.terminate(MAX_DURATION_OUTPUT);
    } else if (now - this.#lastActivityAt >= idleTimeoutMs) {
      this.terminate(IDLE_OUTPUT);
    } else if ((this.#channel.ageMs ?? 0) >= this.#options.socketSeconds * 1000) {
      this.#channel.drop();
    }
  }

  /** For the end of the sandbox: nothing runs on the node any more. */
  async settle(): Promise<void> {
    await this.#logDrained;
    if (this.row.status === "Terminating") this.#setStatus("Terminated");
  }

  get isOver(): boolean {
    return (
      this.row.status === "Terminated" || this.row.status === "Terminating" || this.row.status === "Failed"
    );
  }

  /** What the agent has sent, and what of it nobody has acknowledged. */
  get outgoing(): OutgoingFrames {
    return this.#agent.outgoing;
  }

  /** True until the program on the node has ended too. */
  get hasProgram(): boolean {
    return this.#program.isRunning;
  }

  #openProgram(events: NodeProcessEvents): NodeProcess {
    const started = this.#options.open({
      onOutput: events.onOutput,
      onExit: (exitCode) => {
        this.#program.isRunning = false;
        events.onExit(exitCode);
        if (this.row.status === "Terminating") this.#setStatus("Terminated");
      },
    });
    this.#program.isRunning = true;
    return started;
  }

  #finish(status: "Terminated" | "Failed", output: string): void {
    const { row } = this;
    const createdDate = this.#options.now();
    this.row = { ...row, endDate: createdDate, ...(output !== "" && { details: output }) };
    this.#channel.finish(
      channelClosedFrame({ sessionId: row.sessionId, target: row.target, output, createdDate }),
    );
    this.#agent.stop();
    this.#logDrained = this.#options.log?.drain().then((taskComplete) => {
      this.row = { ...this.row, taskComplete };
      this.#options.onChange(this.row);
    });
    // AWS says Terminating until the node has ended the shell.
    this.#setStatus(status === "Terminated" && this.hasProgram ? "Terminating" : status);
  }

  #setStatus(status: SessionStatus): void {
    if (this.row.status === status || this.row.status === "Terminated" || this.row.status === "Failed")
      return;
    if (this.row.status === "Terminating" && status !== "Terminated") return;
    this.row = { ...this.row, status };
    this.#options.onChange(this.row);
  }
}

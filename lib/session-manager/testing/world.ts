import type { ChannelEvent, ChannelLimits } from "../channel-events";
import { DataChannel } from "../data-channel";
import type { ChannelEncryption } from "../encryption/channel-encryption";
import type { DurableCounters, OutputFrame } from "../output/recorder";
import { parseMessage } from "../wire/message";
import { parseAcknowledgement } from "../wire/payloads";
import { messageTypes } from "../wire/wire-types";
import { MemoryRecorder } from "./memory-recorder";
import { type AgentOptions, ScriptedAgent } from "./scripted-agent";

export const newSession: DurableCounters = { outputExpected: 0, inputNext: 0, inputFillFrom: 0 };

/** What happens to a frame on its way: how many copies arrive, and before how many others. */
export type Fate = (
  frame: Uint8Array,
  direction: "to-agent" | "to-client",
) => { copies: number; jump: number };

export interface WorldOptions {
  agent?: Partial<AgentOptions>;
  limits?: Partial<ChannelLimits>;
  counters?: DurableCounters;
  mayReadOn?: () => boolean;
  encryption?: ChannelEncryption;
}

/** The number of an output message; -1 for any other. */
export function outputNumberOf(frame: Uint8Array): number {
  const message = parseMessage(frame);
  return message.messageType === messageTypes.outputStreamData ? message.sequenceNumber : -1;
}

/** Loses the output messages with these numbers, however often they are sent. */
export function losing(...numbers: number[]): Fate {
  return (frame, direction) => ({
    copies: direction === "to-client" && numbers.includes(outputNumberOf(frame)) ? 0 : 1,
    jump: 0,
  });
}

export function connected(options?: WorldOptions): World {
  const world = new World(options);
  world.connect();
  return world;
}

/** A world whose shell has shown its prompt and taken the terminal size. */
export async function atPrompt(options?: WorldOptions): Promise<World> {
  const world = connected(options);
  world.agent.output("$ ");
  await world.step();
  return world;
}

/**
 * A client, an agent and the line between them, on a clock that only `step` moves. The line checks the
 * one rule at every frame: nothing is acknowledged, shown or sent that is not recorded.
 */
export class World {
  now = Date.UTC(2026, 2, 14, 9, 26, 53);
  readonly recorder: MemoryRecorder;
  readonly agent: ScriptedAgent;
  channel: DataChannel;
  readonly events: ChannelEvent[] = [];
  shown: OutputFrame[] = [];
  closedWith: string | undefined;
  /** Text frames the client sent. */
  readonly texts: string[] = [];
  /** Numbers of input_stream_data messages the client sent, repetitions included. */
  readonly sentInput: number[] = [];
  /** Numbers of output that the client acknowledged, repetitions included. */
  readonly acknowledged: number[] = [];
  isConnected = false;
  fate: Fate = () => ({ copies: 1, jump: 0 });
  /** Called after each frame that is shown. */
  whenShown: () => void = () => {};
  #ids = 0;
  /** Numbers that a predecessor reserved: recorded as such, filled without another record. */
  #reserved = { from: 0, end: 0 };
  #recordedBefore: (sequence: number) => boolean = () => false;
  #toClient: Uint8Array[] = [];
  #toAgent: Uint8Array[] = [];

  readonly #options: WorldOptions;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.recorder = new MemoryRecorder();
    const newId = () => this.#newId();
    this.agent = new ScriptedAgent({ clock: () => this.now, newId, ...options.agent });
    this.agent.transmit = (frame) => this.#carry(this.#toClient, frame, "to-client");
    this.channel = this.#createChannel(options.counters ?? newSession);
  }

  get text(): string {
    return Buffer.concat(this.shown.map((frame) => frame.payload)).toString("utf8");
  }

  eventsOf<T extends ChannelEvent["type"]>(type: T): Extract<ChannelEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<ChannelEvent, { type: T }> => event.type === type);
  }

  connect(token = "token") {
    this.disconnect();
    this.isConnected = true;
    this.channel.open(token);
  }

  /** Loses everything under way in both directions. */
  disconnect() {
    this.isConnected = false;
    this.#toClient = [];
    this.#toAgent = [];
    this.channel.detach();
  }

  /** Another client takes over from what is durable. */
  succeed(counters: DurableCounters) {
    this.disconnect();
    this.channel.close();
    this.channel = this.#createChannel(counters);
  }

  /** Carries everything under way, then moves the clock by 100 ms and ticks both ends; `times` times. */
  async step(times = 1) {
    for (let i = 0; i < times; i++) {
      await this.carryAll();
      this.now += 100;
      if (this.isConnected) this.agent.tick();
      this.channel.tick();
      await this.carryAll();
    }
  }

  async carryAll() {
    for (let rounds = 0; rounds < 50; rounds++) {
      const toAgent = this.#toAgent;
      const toClient = this.#toClient;
      this.#toAgent = [];
      this.#toClient = [];
      for (const frame of toAgent) this.agent.receive(frame);
      for (const frame of toClient) this.channel.receive(frame);
      if (this.recorder.gate === undefined) await this.channel.settled();
      else await new Promise((resolve) => setImmediate(resolve));
      if (this.#toAgent.length === 0 && this.#toClient.length === 0) return;
    }
  }

  #createChannel(counters: DurableCounters): DataChannel {
    this.#reserved = { from: counters.inputFillFrom, end: counters.inputNext };
    const { outputExpected, outputAhead = [], outputGaps = [] } = counters;
    const isIn = (sequence: number) => (run: { first: number; last: number }) =>
      run.first <= sequence && sequence <= run.last;
    const gaps = outputGaps.map(({ from, to }) => ({ first: from, last: to }));
    this.#recordedBefore = (sequence) =>
      outputAhead.some(isIn(sequence)) || (sequence < outputExpected && !gaps.some(isIn(sequence)));
    return new DataChannel({
      clientId: "00112233-4455-4677-8899-aabbccddeeff",
      clientVersion: "1.2.677.0",
      counters,
      size: { cols: 120, rows: 40 },
      recorder: this.recorder,
      clock: () => this.now,
      newId: () => this.#newId(),
      send: (frame) => this.#sent(frame),
      onOutput: (frame) => {
        if (!this.#isRecorded(frame.sequence)) throw new Error(`${frame.sequence} shown, not recorded`);
        this.shown.push(frame);
        this.whenShown();
      },
      onClosed: (output) => {
        this.closedWith = output;
      },
      onEvent: (event) => this.events.push(event),
      ...(this.#options.mayReadOn ? { mayReadOn: this.#options.mayReadOn } : {}),
      encryption: this.#options.encryption,
      ...(this.#options.limits ? { limits: this.#options.limits } : {}),
    });
  }

  #sent(frame: string | Uint8Array) {
    if (!this.isConnected) throw new Error("a frame was sent without a connection");
    if (typeof frame === "string") {
      this.texts.push(frame);
      return;
    }
    const message = parseMessage(frame);
    if (message.messageType === messageTypes.acknowledge) {
      const { sequenceNumber } = parseAcknowledgement(message.payload);
      this.acknowledged.push(sequenceNumber);
      if (!this.#isRecorded(sequenceNumber)) throw new Error(`${sequenceNumber} acknowledged, not recorded`);
    } else {
      this.sentInput.push(message.sequenceNumber);
      const { sequenceNumber } = message;
      const isReserved = sequenceNumber >= this.#reserved.from && sequenceNumber < this.#reserved.end;
      if (!isReserved && !this.recorder.input.has(sequenceNumber))
        throw new Error(`input ${sequenceNumber} sent, not recorded`);
    }
    this.#carry(this.#toAgent, frame, "to-agent");
  }

  /** On record: by this client, or by one before, as the counters say. */
  #isRecorded(sequence: number): boolean {
    return this.recorder.output.has(sequence) || this.#recordedBefore(sequence);
  }

  #carry(queue: Uint8Array[], frame: Uint8Array, direction: "to-agent" | "to-client") {
    if (!this.isConnected) return;
    const { copies, jump } = this.fate(frame, direction);
    for (let i = 0; i < copies; i++) queue.splice(Math.max(0, queue.length - jump), 0, frame);
  }

  #newId(): string {
    return `00000000-0000-4000-8000-${(this.#ids++).toString(16).padStart(12, "0")}`;
  }
}

import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { OffsetClock } from "./clock";
import type { Faults } from "./faults";
import { CONTROL_PATH, plain } from "./server";
import { AGENT_FAULTS } from "./sessions/encryption/agent-encryption";
import { keyArn } from "./stores/key-store";
import type { Answer } from "./wire/protocols";
import type { World } from "./world";

export interface ControlDeps {
  /** Undefined: there is no control channel. */
  token: string | undefined;
  clock: OffsetClock;
  faults: Faults;
  world: World;
}

const count = z.int().min(1).max(1_000_000).default(1);

const commands = {
  clock: z.object({ offsetSeconds: z.number().min(-1e9).max(1e9) }),
  cut: z.object({ sessionId: z.string() }),
  throttle: z.object({ action: z.string(), count }),
  fail: z.object({
    action: z.string(),
    code: z.string().optional(),
    message: z.string().optional(),
    count,
    afterEffect: z.boolean().default(false),
  }),
  calm: z.object({}),
  replace: z.object({ nodeId: z.string() }),
  key: z.object({ arn: z.string(), isEnabled: z.boolean() }),
  agent: z.object({ nodeId: z.string(), fault: z.enum(AGENT_FAULTS).optional() }),
};

/** The control channel for tests: POST /_sandbox/<command> with JSON, GET /_sandbox/state. */
export function answerControl(request: IncomingMessage, body: Buffer, deps: ControlDeps): Answer {
  if (deps.token === undefined || !hasToken(request, deps.token)) return plain(404, "There is nothing here.");
  const name = (request.url ?? "").slice(CONTROL_PATH.length);
  if (name === "state" && request.method === "GET") return json(200, describeState(deps));
  if (request.method !== "POST") return plain(405, "Commands are POSTed.");
  try {
    const raw: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
    return run(name, raw, deps) ? json(200, { ok: true }) : plain(404, `There is no command ${name}.`);
  } catch (error) {
    return plain(400, error instanceof Error ? error.message : "The command is not valid.");
  }
}

function run(name: string, raw: unknown, { clock, faults, world }: ControlDeps): boolean {
  switch (name) {
    case "clock":
      clock.setOffset(commands.clock.parse(raw).offsetSeconds * 1000);
      return true;
    case "cut":
      world.sessions.cut(commands.cut.parse(raw).sessionId);
      return true;
    case "throttle": {
      const order = commands.throttle.parse(raw);
      faults.order({ ...order, code: "Throttling", message: "Rate exceeded", afterEffect: false });
      return true;
    }
    case "fail": {
      const { code, message, ...rest } = commands.fail.parse(raw);
      faults.order({
        ...rest,
        ...(code === undefined ? {} : { code }),
        ...(message === undefined ? {} : { message }),
      });
      return true;
    }
    case "calm":
      commands.calm.parse(raw);
      faults.clear();
      return true;
    case "replace": {
      const { nodeId } = commands.replace.parse(raw);
      const node = world.sessions.machines().find(({ id }) => id === nodeId);
      if (!node?.tags["aws:autoscaling:groupName"]) throw new Error(`${nodeId} belongs to no group.`);
      world.sessions.endMachine(nodeId);
      return true;
    }
    case "key": {
      const { arn, isEnabled } = commands.key.parse(raw);
      const key = world.keys.list().find((one) => keyArn(one) === arn);
      if (!key) throw new Error(`There is no key ${arn}.`);
      world.keys.setEnabled(key, isEnabled);
      return true;
    }
    case "agent": {
      const { nodeId, fault } = commands.agent.parse(raw);
      world.sessions.misbehave(nodeId, fault);
      return true;
    }
    default:
      return false;
  }
}

function describeState({ clock, faults, world }: ControlDeps): object {
  return {
    now: new Date(clock.now()).toISOString(),
    offsetSeconds: clock.offsetMs / 1000,
    faults: faults.pending(),
    trailEvents: world.trail.entries.length,
    nodes: world.sessions
      .nodes()
      .map(({ id, name, accountId, region, online }) => ({ id, name, accountId, region, online })),
    keys: world.keys.list().map((key) => ({ arn: keyArn(key), isEnabled: key.isEnabled })),
    outgoing: world.sessions.outgoing(),
    sessions: [...world.sessions.list({ state: "Active" }), ...world.sessions.list({ state: "History" })],
  };
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(String(request.headers["x-sandbox-token"] ?? ""));
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function json(status: number, body: object): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

import { randomInt } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import { openFleet } from "../nodes/fleet";
import { SCALING_GROUPS, SEEDED_NODES } from "../nodes/inventory";
import { openNodeHost } from "../nodes/node-host";
import type { NodeSeed } from "../nodes/node-seed";
import { hasNodeUser, NODE_USER } from "../nodes/node-users";
import { delayed, StartTroubles } from "../nodes/trouble";
import { openAgentLog } from "./agent-log/agent-log";
import { objectsOf } from "./agent-log/rights";
import { channelClosedFrame } from "./channel/payloads";
import { readSettings, SessionFault, type SessionSettings } from "./document-settings";
import type { AgentFault } from "./encryption/agent-encryption";
import { dataKeyOpener } from "./encryption/data-key-opener";
import { LiveSession } from "./live-session";
import type {
  AgentLogSink,
  AgentObjectSink,
  NodeRow,
  SessionPort,
  SessionPortDeps,
  SessionRow,
  StartSessionInput,
} from "./session-port";
import { ACTIVE, openSessionStore } from "./session-store";

const LIMIT_CHECK_MS = 250;
const DEFAULT_PROMPT_DELAY_MS = 1000;
/**
 * A node prints on for a while when its client is gone, and all of it is lost. Between the real programs it is the
 * service that ends that, with pause_publication; how soon is not known: a second of the fastest output.
 */
const DEFAULT_UNHEARD_FRAMES = 1000;
/** Largest frame taken from a client; the plugin sends about 1 KB. */
const LARGEST_FRAME_BYTES = 1 << 20;
const CHANNEL_PATH = /^\/v1\/data-channel\/([A-Za-z0-9+=,.@_-]{1,96})$/;
const ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
const ID_SUFFIX_LENGTH = 25;
const TERMINAL_SIZE = { cols: 80, rows: 24 };

export interface SessionServiceDeps extends SessionPortDeps {
  /** The machines at the start; the seeded ones by default. */
  seeds?: readonly NodeSeed[];
  /** How long the agent waits before it reads a new terminal; SANDBOX_PROMPT_DELAY_MS or a second by default. */
  promptDelayMs?: number;
}

/** Session Manager with its agents and nodes: everything behind StartSession. Journal and node folders lie below `stateDir`. */
export function createSessionPort(deps: SessionServiceDeps): SessionPort {
  const { clock, logs } = deps;
  const now = () => clock.now();
  const promptDelayMs =
    deps.promptDelayMs ?? numberOf(process.env.SANDBOX_PROMPT_DELAY_MS, DEFAULT_PROMPT_DELAY_MS);
  const unheardFrames = numberOf(process.env.SANDBOX_UNHEARD_FRAMES, DEFAULT_UNHEARD_FRAMES);
  mkdirSync(deps.stateDir, { recursive: true, mode: 0o700 });
  // A node that died has lost what it had not uploaded.
  const spoolFolder = join(deps.stateDir, "agent-spool");
  rmSync(spoolFolder, { recursive: true, force: true });
  const store = openSessionStore(join(deps.stateDir, "sessions.jsonl"), now);
  const fleet = openFleet({
    file: join(deps.stateDir, "fleet.jsonl"),
    seeds: deps.seeds ?? SEEDED_NODES,
    groups: SCALING_GROUPS,
    now,
    onLaunch: (seed) => host.add(seed),
  });
  const host = openNodeHost({
    stateDir: deps.stateDir,
    seeds: fleet.nodes(),
    now,
    ...(deps.shellUid !== undefined && { shellUid: deps.shellUid }),
  });
  const live = new Map<string, LiveSession>();
  const faults = new Map<string, AgentFault>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_FRAME_BYTES,
    perMessageDeflate: false,
  });
  const limits = setInterval(() => {
    for (const session of live.values()) session.checkLimits();
  }, LIMIT_CHECK_MS);
  limits.unref();

  const troubles = new StartTroubles();
  const streamUrl = ({ sessionId, region }: SessionRow) =>
    `${deps.origin(region)}/v1/data-channel/${sessionId}?role=publish_subscribe`;

  /** An agent without the right to look for its log group is in the same place as one whose group is missing. */
  const sinkOf = async (node: NodeRow, settings: SessionSettings): Promise<AgentLogSink> => {
    if (!settings.log || !deps.agentMay) return logs;
    // The action knows no resources.
    const mayLog = await deps.agentMay(node, "logs:DescribeLogGroups", "*");
    return mayLog ? logs : { ...logs, hasLogGroup: () => false };
  };

  const open = (
    input: StartSessionInput,
    { row: node, trouble }: NodeSeed,
    settings: SessionSettings,
    sinks: { sink: AgentLogSink; objects: AgentObjectSink },
  ): LiveSession => {
    const row: SessionRow = {
      sessionId: newSessionId(input.owner.sessionName),
      accountId: input.accountId,
      region: input.region,
      target: input.target,
      documentName: input.document.name,
      owner: input.owner.arn,
      ...(input.reason !== undefined && { reason: input.reason }),
      status: "Connecting",
      startDate: now(),
      ...(settings.maxSessionDuration !== undefined && { maxSessionDuration: settings.maxSessionDuration }),
      accessType: "Standard",
    };
    const log = openAgentLog({
      row,
      settings,
      ...sinks,
      spoolFolder,
      now,
      warn: (text) => host.writeAgentWarning(row.target, text),
    });
    const user = settings.isElevated ? "root" : (settings.runAsUser ?? NODE_USER);
    const session = new LiveSession({
      row,
      settings,
      promptDelayMs,
      unheardFrames,
      socketSeconds: trouble?.socketSeconds ?? deps.socketSeconds,
      log: log.state === "writing" ? log : undefined,
      openDataKey: dataKeyOpener(node, settings.kmsKeyId, deps),
      fault: () => faults.get(node.id),
      now,
      open: (program) => {
        const events = delayed(program, trouble?.outputDelayMs);
        if (settings.command === undefined) return host.openShell(node.id, user, TERMINAL_SIZE, events);
        const where = settings.sessionType === "NonInteractiveCommands" ? "pipes" : "terminal";
        return host.runCommand(node.id, user, settings.command, where, events);
      },
      onChange: (changed) => {
        store.save(changed);
        // Once its log is uploaded, the row is all that is left of a session.
        if (!ACTIVE[changed.status]) void session.settle().then(() => live.delete(changed.sessionId));
      },
    });
    store.save(row);
    live.set(row.sessionId, session);
    if (log.state === "refused") session.refuse(log.reason);
    else if (user === "") session.refuse("Unable to start command: please set the RunAs default user");
    else if (!hasNodeUser(user))
      session.refuse(`Unable to start command: failed to start pty since RunAs user ${user} does not exist`);
    else session.start();
    return session;
  };

  return {
    async start(input) {
      await host.ready;
      const find = () => {
        const found = fleet.find(input.target);
        const isHere = found?.row.accountId === input.accountId && found.row.region === input.region;
        if (found?.row.online && isHere) return found;
        throw new SessionFault("TargetNotConnected", `${input.target} is not connected.`);
      };
      const node = find();
      await troubles.pass(node);
      const settings = readSettings(input);
      const sinks = {
        sink: await sinkOf(node.row, settings),
        objects: await objectsOf(node.row, settings, deps),
      };
      // It may have gone while we waited.
      const session = open(input, find(), settings, sinks);
      const { sessionId } = session.row;
      return { sessionId, tokenValue: session.issueToken(), streamUrl: streamUrl(session.row) };
    },
    resume(sessionId) {
      if (!store.get(sessionId)) {
        throw new SessionFault("DoesNotExistException", `Session with ID ${sessionId} does not exist.`);
      }
      const session = live.get(sessionId);
      if (!session || session.isOver) return { sessionId };
      return { sessionId, tokenValue: session.issueToken(), streamUrl: streamUrl(session.row) };
    },
    terminate(sessionId) {
      live.get(sessionId)?.terminate();
      return { sessionId };
    },
    remember: (row) => store.save(row),
    list: ({ state }) => store.list(state),
    get: (sessionId) => store.get(sessionId),
    isConnected: (nodeId) => fleet.find(nodeId)?.row.online ?? false,
    nodes: () => fleet.nodes().map(({ row }) => row),
    machines: () => fleet.machines(),
    endMachine(nodeId) {
      const change = fleet.end(nodeId);
      for (const session of live.values()) if (session.row.target === nodeId) session.terminate();
      return change;
    },
    changeTags: (nodeId, changes) => fleet.changeTags(nodeId, changes),
    handleUpgrade(request, socket, head) {
      const sessionId = CHANNEL_PATH.exec(pathOf(request.url))?.[1];
      if (sessionId === undefined) return false;
      const row = store.get(sessionId);
      if (!row) {
        socket.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
        return true;
      }
      server.handleUpgrade(request, socket, head, (client) => {
        const session = live.get(sessionId);
        if (session && !session.isOver) {
          session.accept(client);
          return;
        }
        // Without this word a client would ask to resume for ever.
        client.on("error", () => client.terminate());
        client.once("message", () => {
          const createdDate = now();
          client.send(
            channelClosedFrame({ sessionId, target: row.target, output: row.details ?? "", createdDate }),
          );
          client.close(1000);
        });
      });
      return true;
    },
    misbehave(nodeId, fault) {
      if (fault) faults.set(nodeId, fault);
      else faults.delete(nodeId);
    },
    cut: (sessionId) => live.get(sessionId)?.cut(),
    outgoing: () =>
      Object.fromEntries([...live].map(([sessionId, session]) => [sessionId, session.outgoing])),
    async close() {
      clearInterval(limits);
      fleet.close();
      for (const session of live.values()) session.terminate();
      await host.close();
      for (const client of server.clients) client.terminate();
      for (const session of live.values()) await session.settle();
      store.close();
    },
  };
}

/** The caller's session name, then letters and digits nobody can guess. */
function newSessionId(sessionName: string): string {
  const suffix = Array.from(
    { length: ID_SUFFIX_LENGTH },
    () => ID_ALPHABET[randomInt(ID_ALPHABET.length)],
  ).join("");
  return `${sessionName}-${suffix}`;
}

function pathOf(url: string | undefined): string {
  return (url ?? "").split("?")[0] ?? "";
}

function numberOf(text: string | undefined, byDefault: number): number {
  const given = Number(text);
  return text === undefined || text === "" || !(given >= 0) ? byDefault : given;
}

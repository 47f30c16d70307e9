import { expect } from "vitest";
import { startWorld, type World } from "../../tools/world.mjs";
import { contradictions, openInAws, verify } from "./evidence";
import { Gate } from "./gate";
import { grantOn, NODES } from "./loop";
import { Rows } from "./rows";
import { Visitor } from "./visitor";
import { until } from "./waiting";

/** Between a kill and peace lies what the portal promises: a minute (invariant 7). */
export const A_MINUTE = 60_000;

/** Each session has a person, a node and a grant to itself: none ends another's. */
const PLACES = (["ledger", "payments", "search", "edge"] as const).flatMap(
  (node) =>
    [
      { who: "ana", node },
      { who: "ben", node },
    ] as const,
);

interface MadeSession {
  sessionId: string;
  person: Visitor;
}

/** A world whose processes are killed where they stand, and started again. */
export class KillWorld {
  #used = 0;

  private constructor(
    readonly world: World,
    readonly rows: Rows,
    readonly gate: Gate,
    readonly people: Readonly<Record<"ana" | "ben" | "fay", Visitor>>,
  ) {}

  static async start(): Promise<KillWorld> {
    const world = await startWorld({ settings: { OPENING_SECONDS: 8, ABANDONED_SECONDS: 8 } });
    const rows = new Rows(world);
    const [ana, ben, fay] = await Promise.all([
      Visitor.signIn(world, "ana"),
      Visitor.signIn(world, "ben"),
      Visitor.signIn(world, "fay"),
    ]);
    return new KillWorld(world, rows, await Gate.install(rows), { ana, ben, fay });
  }

  async stop(): Promise<void> {
    await this.gate.open();
    await this.rows.close();
    await this.world.stop();
  }

  /** A session that is created and not opened. */
  async newSession(windowSeconds = 600): Promise<MadeSession> {
    const place = PLACES[this.#used++];
    if (!place) throw new TypeError("no place is left for another session");
    const { ana, ben, fay } = this.people;
    const [person, approver] = place.who === "ana" ? [ana, ben] : [ben, fay];
    const grantId = await grantOn(person, approver, place.node, windowSeconds);
    const input = { grantId, nodeId: NODES[place.node] };
    const { sessionId } = await person.post<{ sessionId: string }>("/api/sessions/create", input);
    return { sessionId, person };
  }

  /** A shell at its prompt. */
  async openSession(windowSeconds?: number) {
    const made = await this.newSession(windowSeconds);
    return { ...made, terminal: await made.person.open(made.sessionId).ready() };
  }

  rowOf(sessionId: string) {
    return this.rows.one<{
      state: string;
      reason: string | null;
      answer: string | null;
      isConfirmed: boolean;
    }>(
      `select state, end_reason as reason, end_answer as answer, end_confirmed_at is not null as "isConfirmed"
       from sessions where id = $1`,
      [sessionId],
    );
  }

  async codesOf(sessionId: string): Promise<string[]> {
    const events = await this.rows.all<{ code: string }>(
      "select code from audit_events where session_id = $1 order by at, id",
      [sessionId],
    );
    return events.map(({ code }) => code);
  }

  async isOpenInAws(sessionId: string): Promise<boolean> {
    return (await openInAws(this.world)).some((id) => id.startsWith(sessionId));
  }

  /** Kills a process with SIGKILL where it stands, and starts another. */
  async killAndStart(name: "gateway" | "jobs"): Promise<void> {
    await this.world.kill(name);
    await this.gate.open();
    await this.world.start(name);
  }

  /** Within a minute everything is over, and rows, events and AWS say the same. */
  async settles(): Promise<void> {
    await until("every end is proved", A_MINUTE, async () => {
      const running = "select from sessions where end_confirmed_at is null and state <> 'created'";
      return (await this.rows.all(running)).length === 0 && (await openInAws(this.world)).length === 0;
    });
    expect(await contradictions(this.world, this.rows)).toEqual([]);
  }

  /** The chain is whole, and holds every event: they are sealed in batches within ten seconds. */
  async chainHolds(): Promise<void> {
    const unsealed = () => this.rows.all("select from audit_pending");
    await until("everything is sealed", 12_000, async () => (await unsealed()).length === 0);
    // Our own gate would be a fault: a trigger that this version does not make.
    await this.gate.remove();
    const { code, said } = await verify(this.world);
    expect([code, said]).toEqual([0, expect.stringMatching(/^passed +chain /m)]);
  }
}

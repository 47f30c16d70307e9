import type { Rows } from "./rows";
import { until } from "./waiting";

/** A number that no lock of the portal has. */
const LOCK = 4_711_002;

/**
 * Holds a process at one of its commits: the insert of an audit event waits for a lock that the test has. A process
 * that is killed there has done what comes before the commit and not committed it.
 */
export class Gate {
  readonly #rows: Rows;

  private constructor(rows: Rows) {
    this.#rows = rows;
  }

  static async install(rows: Rows): Promise<Gate> {
    await rows.all("create table test_gates (code text, process text, session text)");
    await rows.all(`create function test_gate() returns trigger language plpgsql security definer as $$
      begin
        if exists (select from public.test_gates where code = new.code
          and process in (new.actor_id, new.actor_kind) and (session = new.session_id or new.session_id is null))
        then perform pg_advisory_xact_lock(${LOCK}); end if;
        return new;
      end $$`);
    await rows.all(
      "create trigger test_gate before insert on audit_events for each row execute function test_gate()",
    );
    return new Gate(rows);
  }

  /**
   * From now on whoever is about to record one of these events of a session, or of no session, waits.
   * @param process gateway or jobs; person: whoever acts for one
   */
  async shut(process: "gateway" | "jobs" | "person", session: string, ...codes: string[]): Promise<void> {
    await this.#rows.all("select pg_advisory_lock($1)", [LOCK]);
    for (const code of codes)
      await this.#rows.all("insert into test_gates values ($1, $2, $3)", [code, process, session]);
  }

  /** Waits until somebody stands before the gate. */
  async arrival(): Promise<void> {
    await until("somebody stands before the gate", 20_000, async () => {
      const waiting = await this.#rows.all(
        // The view has the locks of every database of the server, and tests run beside each other.
        `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted
          and database = (select oid from pg_database where datname = current_database())`,
        [LOCK],
      );
      return waiting.length > 0;
    });
  }

  /** Takes it out of the database: nobody is stopped any more. */
  async remove(): Promise<void> {
    await this.#rows.all("drop trigger if exists test_gate on audit_events");
    await this.#rows.all("drop function if exists test_gate()");
  }

  /** Lets everybody through: of whom was killed meanwhile, the database rolls back. */
  async open(): Promise<void> {
    await this.#rows.all("delete from test_gates");
    await this.#rows.all("select pg_advisory_unlock_all()");
  }
}

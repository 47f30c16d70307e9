import type pg from "pg";
import { handleOf, newConnection, type Tx } from "./client";

/** What processes tell each other. Payloads carry ids only; whoever hears reads the rows. */
export interface Notices {
  /** A session's row changed state or was asked to end. */
  session_changed: { sessionId: string };
  /** A sign-in ended or a person was disabled: their open sockets close. */
  sign_in_ended: { signInId?: string; personId?: string };
  /** Something that happened to a request, session or review, which pages show live. */
  inbox_changed: { subjectId: string };
  /** An administrator ordered connection tests: gateways look which. */
  connection_test: Record<string, never>;
  /** Rows that everybody with a role may see have changed: the states of an account's nodes. */
  rows_changed: { kind: "nodes"; id: string };
}

export type NoticeName = keyof Notices;

/** Tells the other processes, when and only when the transaction commits. */
export async function notify<N extends NoticeName>(tx: Tx, name: N, payload: Notices[N]): Promise<void> {
  await handleOf(tx).$queryRaw`select pg_notify(${name}, ${JSON.stringify(payload)})::text`;
}

/**
 * Listens until stopped; a lost connection is made anew, and then `onReconnect` runs because notices were missed.
 * @returns a function that stops listening
 */
export async function listen(
  handlers: { [N in NoticeName]?: (payload: Notices[N]) => void },
  onReconnect: () => void,
): Promise<() => Promise<void>> {
  let stopped = false;
  let client = await connect(handlers, again);

  function again(): void {
    if (stopped) return;
    setTimeout(() => {
      if (stopped) return;
      connect(handlers, again).then(
        (next) => {
          client = next;
          onReconnect();
        },
        () => again(),
      );
    }, 500);
  }

  return async () => {
    stopped = true;
    await client.end();
  };
}

async function connect(
  handlers: { [N in NoticeName]?: (payload: Notices[N]) => void },
  onLost: () => void,
): Promise<pg.Client> {
  const client = newConnection();
  let lost = false;
  const lose = () => {
    if (!lost) onLost();
    lost = true;
  };
  client.on("error", lose);
  client.on("end", lose);
  client.on("notification", ({ channel, payload }) => {
    const handler = handlers[channel as NoticeName] as ((payload: unknown) => void) | undefined;
    handler?.(JSON.parse(payload ?? "{}"));
  });
  await client.connect();
  for (const name of Object.keys(handlers)) await client.query(`listen ${client.escapeIdentifier(name)}`);
  return client;
}

import { handleOf, type Tx } from "../client";
import { keepConnection } from "./connect";
import { translate } from "./unavailable";

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
 * Listens until stopped, over one connection; when it is lost it is made anew, and then `onReconnect` runs because
 * notices were missed.
 * @param onLost what ended the connection, once per outage
 * @returns a function that stops listening
 * @throws AppError DATABASE_UNAVAILABLE when the first connection can't be made
 */
export async function listen(
  handlers: { [N in NoticeName]?: (payload: Notices[N]) => void },
  onReconnect: () => void,
  onLost: (error: unknown) => void = () => {},
): Promise<() => Promise<void>> {
  const connection = keepConnection({
    name: "halligan listen",
    prepare: async (client) => {
      client.on("notification", ({ channel, payload }) => {
        const handler = handlers[channel as NoticeName] as ((payload: unknown) => void) | undefined;
        handler?.(JSON.parse(payload ?? "{}"));
      });
      for (const name of Object.keys(handlers)) await client.query(`listen ${client.escapeIdentifier(name)}`);
    },
    onUp: (_connection, isAgain) => {
      if (isAgain) onReconnect();
    },
    onDown: onLost,
  });
  try {
    await connection.get();
  } catch (error) {
    await connection.stop();
    throw translate(error);
  }
  return () => connection.stop();
}

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** A message as a server received it. */
export interface Received {
  to: string[];
  from: string;
  /** With its headers, as it came. */
  source: string;
}

/** A real SMTP server on a port of its own. */
export interface TestServer {
  url: string;
  received: Received[];
  close: () => Promise<void>;
}

/**
 * Starts one.
 * @param options smtp-server's; without them it takes everything from everybody
 * @param answer what it says to a message: undefined takes it
 * @param port absent: any
 */
export async function startSmtp(
  options: SMTPServerOptions = {},
  answer: (message: Received) => Error | undefined | Promise<undefined> = () => undefined,
  port = 0,
): Promise<TestServer> {
  const received: Received[] = [];
  const server = new SMTPServer({
    ...{ authOptional: true, disableReverseLookup: true, hideSTARTTLS: true, logger: false },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          to: rcptTo.map(({ address }) => address),
          from: mailFrom === false ? "" : mailFrom.address,
          source: Buffer.concat(chunks).toString("utf8"),
        };
        Promise.resolve(answer(message)).then(
          (refusal) => {
            if (!refusal) received.push(message);
            done(refusal ?? null);
          },
          (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
        );
      });
    },
    ...options,
  });
  // Clients that are refused, or break off, are what is tried here.
  server.on("error", () => undefined);
  const listening = server.listen(port, "127.0.0.1");
  await once(listening, "listening");
  const address = listening.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What a server answers that refuses. */
export function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

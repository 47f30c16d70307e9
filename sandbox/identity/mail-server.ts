import { SMTPServer } from "smtp-server";
import type { Mailbox } from "./mailbox";

const MOST_BYTES = 262_144;

/**
 * Takes mail for anybody on a loopback port and puts it into the demo's mailbox; it goes nowhere else.
 * @returns a function that stops it
 * @throws the system's error when the port can't be had
 */
export async function startMailServer(port: number, mailbox: Mailbox): Promise<() => Promise<void>> {
  const server = new SMTPServer({
    ...{
      authOptional: true,
      disableReverseLookup: true,
      hideSTARTTLS: true,
      logger: false,
      size: MOST_BYTES,
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= MOST_BYTES) chunks.push(chunk);
      });
      stream.on("end", () => {
        if (bytes > MOST_BYTES) {
          done(Object.assign(new Error("the message is too large"), { responseCode: 552 }));
          return;
        }
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mailbox.add(Buffer.concat(chunks), to).then(
          () => done(null),
          (error: unknown) => {
            console.error("identity provider: a message that can't be read:", error);
            done(Object.assign(new Error("the message can't be read"), { responseCode: 554 }));
          },
        );
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      // Whoever connects may break off.
      server.on("error", (error) => console.error("identity provider: mail:", error.message));
      resolve();
    });
  });
  return () => new Promise((resolve) => server.close(() => resolve()));
}

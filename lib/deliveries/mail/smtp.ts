import { connect, type Socket } from "node:net";
import { createTransport } from "nodemailer";
import type { Config } from "@/lib/kernel/config/config";
import type { Answer } from "../rules";
import { answerOfError, type MailError } from "./rules";

/** A message as it is written, to one person. */
export interface Mail {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** The same at each try, so that a mailbox shows a message that came twice once. */
  messageId: string;
}

/** How long a server may take, in milliseconds. */
export interface Times {
  /** Of a whole try: a server that sends a byte now and then is cut off too. */
  whole: number;
  connect: number;
  greeting: number;
  silent: number;
}

const TIMES_MS: Times = {
  whole: 25_000,
  connect: 6_000,
  greeting: 8_000,
  silent: 12_000,
};

/**
 * Hands messages to the SMTP server of the settings, each over a connection of its own: one that hangs takes no other
 * with it, and is closed when its time is over.
 * @param from what MAIL_FROM says
 * @param options.isTlsRequired nothing is sent, and nobody logs in, without TLS and a certificate that fits
 */
export function smtpSender(
  url: string,
  from: { name: string; address: string },
  { isTlsRequired, times = TIMES_MS }: { isTlsRequired: boolean; times?: Times },
): (mail: Mail) => Promise<Answer> {
  const server = new URL(url);
  const isSecure = server.protocol === "smtps:";
  const port = Number(server.port) || (isSecure ? 465 : 587);
  const host = server.hostname.replace(/^\[(.*)\]$/, "$1");
  return async (mail) => {
    const sockets: Socket[] = [];
    const transport = createTransport({
      ...{ host, port, secure: isSecure, requireTLS: isTlsRequired && !isSecure },
      ...(server.username === ""
        ? {}
        : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
      ...{ connectionTimeout: times.connect, greetingTimeout: times.greeting },
      ...{ socketTimeout: times.silent, disableFileAccess: true, disableUrlAccess: true },
      getSocket: (_options: unknown, done: (error: Error | null, made?: { connection: Socket }) => void) =>
        openSocket({ host, port, connectMs: times.connect }, sockets, done),
    });
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(Object.assign(new Error("the server took too long"), { code: "ETIMEDOUT" })),
        times.whole,
      );
    });
    try {
      const { messageId, subject, text, html, to } = mail;
      const sending = transport.sendMail({
        ...{ from, to, subject, text, html, messageId },
        headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All" },
      });
      const { response } = await Promise.race([sending, tooLong]);
      return { outcome: "delivered", text: response, isChannelDown: false };
    } catch (error) {
      return answerOfError(error as MailError);
    } finally {
      clearTimeout(timer);
      transport.close();
      for (const socket of sockets) socket.destroy();
    }
  };
}

/** The socket is ours, so that it can be closed at any time. */
function openSocket(
  { host, port, connectMs }: { host: string; port: number; connectMs: number },
  sockets: Socket[],
  done: (error: Error | null, made?: { connection: Socket }) => void,
): void {
  const socket = connect({ host, port });
  sockets.push(socket);
  let isDone = false;
  const finish = (error: Error | null) => {
    if (isDone) return;
    isDone = true;
    socket.setTimeout(0);
    if (error) done(error);
    else done(null, { connection: socket });
  };
  const failed = (code: string, text: string) => finish(Object.assign(new Error(text), { code }));
  socket.setTimeout(connectMs, () => failed("ETIMEDOUT", "no connection in time"));
  // Errors after it was handed over are told by the library, which listens too.
  socket.on("error", (error: NodeJS.ErrnoException) => failed(error.code ?? "ESOCKET", error.message));
  socket.once("connect", () => finish(null));
}

/** The settings' sender; undefined where none is set up. */
export function configuredSender(settings: Config): ((mail: Mail) => Promise<Answer>) | undefined {
  const { SMTP_URL, MAIL_FROM, SMTP_TLS, HALLIGAN_WORLD } = settings;
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return undefined;
  const tls = SMTP_TLS ?? (HALLIGAN_WORLD === "production" ? "required" : "offered");
  return smtpSender(SMTP_URL, MAIL_FROM, { isTlsRequired: tls === "required" });
}

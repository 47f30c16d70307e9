import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { clientAddress } from "@/lib/edge/client-address";
import { answerTo } from "@/lib/edge/error-answer";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import { type RequestScope, requestScope } from "@/lib/kernel/log/request-scope";
import { type HeaderReader, isHostOf, mayRead, mayWrite } from "@/lib/kernel/origin";
import { actorFromCookies } from "@/lib/people/actor";
import { parseCookies } from "@/lib/people/sign-in/cookies";

function headerReader(request: IncomingMessage): HeaderReader {
  return (name) => request.headers[name];
}

function edge(): { from: string; to: string } {
  return { from: config().PUBLIC_ORIGIN, to: config().GATEWAY_ORIGIN };
}

/** @throws AppError FOREIGN_HOST when the request was not meant for us (DNS rebinding) */
export function checkHost(request: IncomingMessage): void {
  if (!isHostOf(config().GATEWAY_ORIGIN, headerReader(request)))
    throw new AppError("FOREIGN_HOST", "the Host header does not name this gateway");
}

/** @throws AppError FOREIGN_ORIGIN unless the page that opens the socket, or writes, is ours, by exact origin */
export function checkWriteOrigin(request: IncomingMessage): void {
  if (!mayWrite(headerReader(request), edge()).ok)
    throw new AppError("FOREIGN_ORIGIN", "a socket or a write from a foreign page");
}

/** @throws AppError FOREIGN_ORIGIN for reads that another site's page started */
export function checkReadOrigin(request: IncomingMessage): void {
  if (!mayRead(headerReader(request), edge()).ok)
    throw new AppError("FOREIGN_ORIGIN", "a read from a foreign page");
}

/** What is known of a request before it is read: its number and where it came from. */
export function scopeOf(request: IncomingMessage): RequestScope {
  const address = clientAddress({
    peer: request.socket.remoteAddress,
    forwardedFor: request.headers["x-forwarded-for"],
  });
  return { requestId: randomUUID(), address };
}

/** The person behind a request, by its cookie alone. */
export function actorOf(request: IncomingMessage): Promise<PersonActor> {
  return actorFromCookies(parseCookies(request.headers.cookie), requestScope()?.requestId ?? randomUUID());
}

/** Headers of every answer; our own page may read it although it comes from another port. */
export function setHeaders(response: ServerResponse): void {
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("cache-control", "no-store");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  const { from, to } = edge();
  response.setHeader("cross-origin-resource-policy", from === to ? "same-origin" : "same-site");
  if (from !== to) {
    response.setHeader("access-control-allow-origin", from);
    response.setHeader("access-control-allow-credentials", "true");
    response.setHeader("vary", "origin");
  }
}

export function sendJson(response: ServerResponse, value: object): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** Answers an error as JSON; what is not expected goes to the log with the id that the caller is given. */
export function answerError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    // Half an answer must not look like a whole one.
    response.destroy();
    return;
  }
  const { status, body } = errorAnswer(error);
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

/** Refuses an upgrade with an ordinary HTTP answer. @returns its status */
export function refuseUpgrade(socket: Duplex, error: unknown): number {
  const { status, body } = errorAnswer(error);
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  return status;
}

function errorAnswer(error: unknown): ReturnType<typeof answerTo> {
  return answerTo(error, { requestId: requestScope()?.requestId ?? randomUUID() });
}

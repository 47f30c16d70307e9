import { type ClientRequest, type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { addressGuard } from "@/lib/edge/outgoing/addresses";
import { checkedLookup, checkLiteral } from "@/lib/edge/outgoing/checked-lookup";
import type { Answer } from "../rules";
import { answerOfStatus } from "./rules";

export interface Call {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

/** Of the answer so much is read: it is shown, not used. */
const MOST_ANSWER_BYTES = 2_048;

/** How long an endpoint may take, in milliseconds. */
export interface CallTimes {
  /** From the first look for its address to the status of its answer. */
  whole: number;
  /** From there to the end of what it says besides. */
  words: number;
}

/**
 * Posts to an endpoint of the settings, over a connection of its own. Where it lies is looked up once, all its addresses
 * are checked, and the connection goes to the one that was checked; a redirect is not followed.
 * @param allowed private addresses and ranges that it may have all the same
 */
export function endpointCaller(
  allowed: readonly string[],
  times: CallTimes = { whole: 10_000, words: 1_000 },
): (call: Call) => Promise<Answer> {
  const isAllowed = addressGuard(allowed);
  return async (call) => {
    try {
      return await post(call, isAllowed, times);
    } catch (error) {
      return { outcome: "again", text: reasonOf(error), isChannelDown: true };
    }
  };
}

function post(
  { url, headers, body }: Call,
  isAllowed: (address: string) => boolean,
  times: CallTimes,
): Promise<Answer> {
  const target = new URL(url);
  checkLiteral(target, isAllowed);
  const send = target.protocol === "https:" ? tlsRequest : plainRequest;
  return new Promise((done, fail) => {
    const call: ClientRequest = send(target, {
      method: "POST",
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)), "user-agent": "Halligan" },
      lookup: checkedLookup(isAllowed),
      agent: false,
    });
    const timer = setTimeout(() => call.destroy(new Error("no answer in time")), times.whole);
    // Once there is a status it counts, whatever becomes of the connection: what was taken is not sent again.
    let isAnswered = false;
    const end = (error: Error) => {
      clearTimeout(timer);
      if (!isAnswered) fail(error);
    };
    call.on("error", end);
    // An answer that switches to another protocol is neither a response nor an error of Node's.
    call.on("close", () => end(new Error("the connection was closed without an answer")));
    call.on("response", (response) => {
      isAnswered = true;
      clearTimeout(timer);
      void wordsOf(response, times.words).then((text) => {
        call.destroy();
        const retryAfter = response.headers["retry-after"];
        done(answerOfStatus(response.statusCode ?? 0, text, { retryAfter, at: new Date() }));
      });
    });
    call.end(body);
  });
}

/** The beginning of what an answer says; its status counts, so what goes wrong now is no failure. */
function wordsOf(response: IncomingMessage, withinMs: number): Promise<string> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = () => {
      clearTimeout(timer);
      done(Buffer.concat(chunks).subarray(0, MOST_ANSWER_BYTES).toString("utf8"));
    };
    const timer = setTimeout(finish, withinMs);
    response.on("data", (chunk: Buffer) => {
      if (bytes < MOST_ANSWER_BYTES) chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MOST_ANSWER_BYTES) finish();
    });
    response.on("end", finish);
    response.on("error", finish);
    response.on("close", finish);
  });
}

/** Never with the URL: that of some receivers is their secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "no answer";
  const code = "code" in error && typeof error.code === "string" ? `${error.code}: ` : "";
  return `${code}${error.message}`;
}

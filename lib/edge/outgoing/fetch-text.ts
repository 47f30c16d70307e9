import { type ClientRequest, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { addressGuard } from "./addresses";
import { checkedLookup, checkLiteral } from "./checked-lookup";

/** How long the whole may take, in milliseconds, and how many bytes it may have. */
export interface FetchLimits {
  withinMs: number;
  mostBytes: number;
}

/**
 * Reads a text from an address of the settings, over a connection of its own: no redirect is followed, nothing private is
 * reached, and neither a slow answer nor an endless one holds it.
 * @param allowed private addresses and ranges that it may have all the same
 * @returns reads one; rejects with an Error that says what went wrong, never with the address, which may be a secret
 */
export function textFetcher(
  allowed: readonly string[],
  limits: FetchLimits,
): (url: string, headers: Readonly<Record<string, string>>) => Promise<string> {
  const isAllowed = addressGuard(allowed);
  return async (url, headers) => {
    const target = new URL(url);
    checkLiteral(target, isAllowed);
    const send = target.protocol === "https:" ? tlsRequest : plainRequest;
    return new Promise((done, fail) => {
      const call: ClientRequest = send(target, {
        headers: { ...headers, "user-agent": "Halligan" },
        lookup: checkedLookup(isAllowed),
        agent: false,
      });
      const timer = setTimeout(() => call.destroy(new Error("no answer in time")), limits.withinMs);
      const end = (error: Error | null, text = "") => {
        clearTimeout(timer);
        call.destroy();
        if (error) fail(sayable(error));
        else done(text);
      };
      call.on("error", (error) => end(error));
      let isAnswered = false;
      // An answer that switches to another protocol is neither a response nor an error of Node's.
      call.on("close", () => {
        if (!isAnswered) end(new Error("the connection was closed without an answer"));
      });
      call.on("response", (response) => {
        isAnswered = true;
        const { statusCode = 0 } = response;
        if (statusCode !== 200) return end(new Error(`the answer's status is ${statusCode}`));
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > limits.mostBytes) end(new Error(`the answer has more than ${limits.mostBytes} bytes`));
          else chunks.push(chunk);
        });
        response.on("error", (error) => end(error));
        response.on("aborted", () => end(new Error("the answer broke off")));
        response.on("end", () => end(null, Buffer.concat(chunks).toString("utf8")));
      });
      call.end();
    });
  };
}

function sayable(error: Error): Error {
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code === "EPRIVATE" || code === undefined) return error;
  return new Error(`${code}: it can't be reached`, { cause: error });
}

import type { Answer } from "../rules";

/** What a mail library's error says, as far as it matters. */
export interface MailError {
  code?: unknown;
  responseCode?: unknown;
  command?: unknown;
  response?: unknown;
  message?: unknown;
}

/** Where a server's word is about this one message or person, and not about us. */
const OF_THE_MESSAGE = new Set(["RCPT TO", "DATA"]);

/**
 * What a failed try means. Only a server's 5xx about the recipient or the message itself is final; a login that it refuses,
 * a certificate that doesn't fit, a server that is silent: all that can be mended, and the message still be sent.
 */
export function answerOfError(error: MailError): Answer {
  const { code, responseCode, command, response, message } = error;
  const text = [code, typeof response === "string" && response !== "" ? response : message]
    .filter((part) => typeof part === "string" && part !== "")
    .join(": ");
  const isAboutMessage = typeof command === "string" && OF_THE_MESSAGE.has(command);
  const isFinal = isAboutMessage && typeof responseCode === "number" && responseCode >= 500;
  const isAnswered = isAboutMessage && typeof responseCode === "number";
  return {
    outcome: isFinal ? "refused" : "again",
    text: text === "" ? "no answer" : text,
    isChannelDown: !isAnswered,
  };
}

/** One address and nothing else: no list, no name, no line end, nothing that a server might read as a command. */
const ADDRESS = /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}]{1,64}@[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/iu;

/** Whether a provider's word for somebody's address is one that mail can go to. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

import { AwsError } from "../../wire/aws-error";

/**
 * Filter patterns for unstructured events: words that must all occur, `?word` of which one must occur,
 * `-word` which must not; a phrase in double quotes counts as one word. Case matters.
 * JSON (`{ $.x = … }`) and space-delimited (`[…]`) patterns are refused, not guessed.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function compileFilterPattern(pattern: string): (message: string) => boolean {
  const trimmed = pattern.trim();
  if (/^[[{%]/.test(trimmed)) {
    throw new AwsError(
      "InvalidParameterException",
      "The sandbox knows filter patterns of words and quoted phrases only.",
    );
  }
  const all: string[] = [];
  const some: string[] = [];
  const none: string[] = [];
  for (const [, sign = "", phrase, word] of trimmed.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)) {
    const text = phrase?.replace(/\\(.)/g, "$1") ?? word ?? "";
    (sign === "?" ? some : sign === "-" ? none : all).push(text);
  }
  return (message) =>
    all.every((text) => message.includes(text)) &&
    (some.length === 0 || some.some((text) => message.includes(text))) &&
    !none.some((text) => message.includes(text));
}

import { answerTo } from "@/lib/edge/error-answer";

/** Answers whatever was thrown, by the one table of codes. */
export function errorAnswer(thrown: unknown, requestId: string, path: string): Response {
  const { status, body } = answerTo(thrown, { requestId, path });
  return Response.json(body, { status, headers: { "cache-control": "no-store" } });
}

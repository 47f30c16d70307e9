import { bundleAnswer } from "@/lib/http/page/message-bundle";

/** The sentences of one language, for the browser. Nothing in them is about anybody. */
export function GET(request: Request): Response {
  return bundleAnswer(new URL(request.url).pathname);
}

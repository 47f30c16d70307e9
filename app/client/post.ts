import type { Outcome } from "@/components/ui/outcome";
import { errorSentence, t } from "@/messages/translate";
import { loadPart } from "./load-messages";

type Answer<T> = { ok: true; value: T } | { ok: false; sentence: string; code?: string | undefined };

interface ErrorBody {
  error?: { code?: string; params?: Record<string, string | number | string[]>; requestId?: string };
}

/**
 * Calls one of our API routes.
 * @returns its answer, or one sentence that says why not; what nobody expected carries the request's id
 */
export async function post<T>(path: string, body: object): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: "POST",
      // The gateway may be on another port.
      credentials: "include",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    return { ok: false, sentence: t("pages.unreachable") };
  }
  if (response.ok) return { ok: true, value: (await response.json()) as T };
  return { ok: false, ...(await failureOf(response)) };
}

/** Why a route of ours refused or failed. */
export async function failureSentence(response: Response): Promise<string> {
  return (await failureOf(response)).sentence;
}

/** Its code and its sentence; what nobody expected carries the request's id. */
async function failureOf(response: Response): Promise<{ code: string; sentence: string }> {
  const { error } = (await response.json().catch(() => ({}))) as ErrorBody;
  // Where it can't be loaded either, the sentence of an unknown failure stands, with the request's id.
  await loadPart("errors");
  const code = error?.code ?? "INTERNAL";
  const sentence = errorSentence(code, error?.params ?? {});
  const isUnexpected = response.status >= 500 && error?.requestId !== undefined;
  const id = isUnexpected ? ` ${t("empty.request-id", { id: error.requestId ?? "" })}` : "";
  return { code, sentence: `${sentence}${id}` };
}

/** Calls a route whose answer does not matter beyond yes or no; after a yes, `then` runs. */
export async function act(path: string, body: object, then?: () => void): Promise<Outcome> {
  const answer = await post(path, body);
  if (!answer.ok) return answer;
  then?.();
  return { ok: true };
}

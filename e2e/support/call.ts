import { expect, type Page } from "@playwright/test";

export interface Answer {
  status: number;
  /** The error's code, when it is a refusal. */
  code: string | undefined;
  body: Record<string, unknown>;
}

/** A connection that is kept for the next call may be closed by the server just when that call is sent. */
export const FRESH = { connection: "close" } as const;

/**
 * Calls an API route with the cookies of a page, as a script of that page would.
 * @param page of somebody who is signed in
 * @param path such as `/api/requests/decide`
 */
export async function call(page: Page, path: string, body: object): Promise<Answer> {
  const origin = new URL(page.url()).origin;
  const headers = { origin, ...FRESH };
  const answer = await page.request.post(`${origin}${path}`, { data: body, headers });
  const parsed = await answer.json();
  return { status: answer.status(), code: parsed.error?.code, body: parsed };
}

/** Like `call`, for what must not be refused. */
export async function mustCall(page: Page, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await call(page, path, body);
  expect(answer.code, `${path} was refused`).toBeUndefined();
  return answer.body;
}

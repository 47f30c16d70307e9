import { setTimeout as pause } from "node:timers/promises";

/**
 * Asks again and again until there is an answer.
 * @param what for the sentence when it never comes
 * @throws Error then
 */
export async function until<T>(
  what: string,
  patienceMs: number,
  question: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; await pause(25)) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${patienceMs} ms in vain until ${what}`);
  }
}

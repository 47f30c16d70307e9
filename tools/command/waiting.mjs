/**
 * @param {number} ms
 * @returns {Promise<void>}
 */
export function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/**
 * The other side of a race: does not keep the process alive when the race is decided.
 * @template T
 * @param {number} ms
 * @param {T} value
 * @returns {Promise<T>}
 */
export function after(ms, value) {
  return new Promise((done) => setTimeout(done, ms, value).unref());
}

/**
 * Asks again and again until the answer is neither undefined nor false.
 * @template T
 * @param {() => T | undefined | false | Promise<T | undefined | false>} question
 * @param {number} patienceMs
 * @param {number} [everyMs]
 * @returns {Promise<T | undefined>} undefined when patience ran out
 */
export async function waitFor(question, patienceMs, everyMs = 25) {
  for (const deadline = Date.now() + patienceMs; ; await pause(everyMs)) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) return undefined;
  }
}

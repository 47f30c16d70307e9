import { howItEnded, quoteLog } from "../command/child-process.mjs";

const FIRST_PAUSE_MS = 250;
const LAST_PAUSE_MS = 8_000;
/** So many deaths within a minute are no accident: whoever starts us must hear of it. */
const MAX_DEATHS = 5;
const DEATHS_WITHIN_MS = 60_000;

/**
 * @typedef {object} Kept a program that is started again whenever it dies, alone: what runs beside it stays
 * @property {Promise<string>} gaveUp settles with a sentence when it has died too often
 * @property {(patienceMs?: number) => Promise<boolean>} stop for good; true when its end was clean
 */

/**
 * Starts a program and keeps it running.
 * @param {() => Promise<import("../command/child-process.mjs").Service>} start
 * @param {(line: string) => void} [say] told of each death
 * @returns {Promise<Kept>} as soon as it is ready; a first start that fails is nobody's death and is thrown
 */
export async function keepRunning(start, say = console.error) {
  let current = await start();
  /** @type {number[]} */
  let deaths = [];
  let isStopping = false;
  let wake = () => {};
  /** @type {(sentence: string) => void} */
  let giveUp = () => {};
  const gaveUp = new Promise((settle) => {
    giveUp = settle;
  });

  async function keep() {
    for (;;) {
      const end = await current.exited;
      if (isStopping) return;
      const isBack = await comeBack(`${current.name} ${howItEnded(end)}`);
      if (!isBack) return;
    }
  }

  /** Starts it again after a pause, until it is ready, we stop, or it has died too often. */
  async function comeBack(death) {
    for (let last = death; ; ) {
      deaths = [...deaths.filter((at) => at > Date.now() - DEATHS_WITHIN_MS), Date.now()];
      if (deaths.length >= MAX_DEATHS) {
        giveUp(`${last}: ${deaths.length} deaths within a minute. ${lastWords(current)}`);
        return false;
      }
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (deaths.length - 1), LAST_PAUSE_MS);
      say(`${last}; it is started again in ${pauseMs / 1000} s.`);
      await pause(pauseMs);
      if (isStopping) return false;
      try {
        current = await start();
        return !isStopping;
      } catch (error) {
        last = error.message;
      }
    }
  }

  function pause(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      wake = () => {
        clearTimeout(timer);
        done(undefined);
      };
    });
  }

  const keeping = keep();
  return {
    gaveUp,
    stop: async (patienceMs) => {
      isStopping = true;
      wake();
      const wasRunning = current.isRunning();
      await current.stop(patienceMs);
      await keeping;
      // One that was being started meanwhile.
      if (current.isRunning()) await current.stop(patienceMs);
      return !wasRunning || (await current.exited).code === 0;
    },
  };
}

function lastWords({ log }) {
  return log ? quoteLog(log) : "What it said last stands above.";
}

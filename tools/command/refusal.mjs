/** Why a launcher stops, in one sentence for the person at the keyboard: printed alone, without a stack. */
export class Refusal extends Error {
  /**
   * @param {string} sentence
   * @param {{ cause?: unknown, exitCode?: number }} [options]
   */
  constructor(sentence, { cause, exitCode = 1 } = {}) {
    super(sentence, { cause });
    this.name = "Refusal";
    this.exitCode = exitCode;
  }
}

/** Thrown by whatever was under way when a signal arrived: nothing to explain, only to put away. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

/**
 * @param {unknown} error
 * @returns {number} the exit code that goes with it
 */
export function reportFailure(error) {
  if (error instanceof Interrupted) return 130;
  if (error instanceof Refusal) {
    console.error(`halligan: ${error.message}`);
    return error.exitCode;
  }
  console.error(error);
  return 1;
}

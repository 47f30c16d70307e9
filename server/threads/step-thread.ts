import { Worker } from "node:worker_threads";
import type { StepAnswer } from "./answer-steps";

/** What one step may take: no step takes as much, whatever a node has printed. */
const LONGEST_MS = 60_000;
const MOST_MEMORY_MB = 256;

/**
 * Does steps of work in a thread of its own, one after the other, so that this process goes on with everything else
 * meanwhile. A thread that takes too long or too much memory is ended, and the step fails; the next one begins another.
 */
export class StepThread<Work, Answer> {
  readonly #file: string;
  readonly #longestMs: number;
  #worker: Worker | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  /** @param file the worker's bundle, beside this process's own */
  constructor(file: string, { longestMs = LONGEST_MS } = {}) {
    this.#file = file;
    this.#longestMs = longestMs;
  }

  /** @throws Error what the work failed with, or that the thread was ended */
  step(work: Work): Promise<Answer> {
    const turn = this.#turn.then(() => this.#run(work));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** The step under way fails, and so do those that wait. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const thread = this.#worker;
    this.#worker = undefined;
    await thread?.terminate();
  }

  async #run(work: Work): Promise<Answer> {
    if (this.#isStopped) throw new Error(`the thread of ${this.#file} was stopped`);
    this.#worker ??= new Worker(new URL(`./${this.#file}`, import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
    });
    const thread = this.#worker;
    const answer = await this.#ask(thread, work).catch(async (error: unknown) => {
      if (this.#worker === thread) this.#worker = undefined;
      await thread.terminate();
      throw error;
    });
    if ("failure" in answer) throw new Error(answer.failure);
    return answer.done;
  }

  #ask(thread: Worker, work: Work): Promise<StepAnswer<Answer>> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        // By name: without a name it would take those away that bring the messages.
        for (const event of ["message", "error", "exit"]) thread.removeAllListeners(event);
      };
      const fail = (error: Error) => {
        end();
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new Error(`a step of ${this.#file} took longer than ${this.#longestMs} ms`)),
        this.#longestMs,
      );
      thread.once("message", (answer: StepAnswer<Answer>) => {
        end();
        resolve(answer);
      });
      thread.once("error", fail);
      thread.once("exit", (code) => fail(new Error(`the thread of ${this.#file} ended with ${code}`)));
      thread.postMessage(work);
    });
  }
}

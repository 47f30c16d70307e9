import { parentPort } from "node:worker_threads";

export type StepAnswer<Answer> = { done: Answer } | { failure: string };

/** In a thread of its own: answers each step that step-thread.ts sends. */
export function answerSteps<Work, Answer>(work: (step: Work) => Answer): void {
  parentPort?.on("message", (step: Work) => {
    parentPort?.postMessage(answer(() => work(step)));
  });
}

function answer<Answer>(work: () => Answer): StepAnswer<Answer> {
  try {
    return { done: work() };
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}

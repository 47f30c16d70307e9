import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { eachByItself } from "@/lib/kernel/each-by-itself";
import { log } from "@/lib/kernel/log/log";
import type { PolicyFile, PolicyProblem } from "../text/problems";
import { findPolicy, findUnchecked, saveCheck } from "./store";

export interface CheckedFiles {
  readonly problems: readonly PolicyProblem[];
  readonly warnings: readonly PolicyProblem[];
}

/**
 * Checks what was proposed and writes down what is wrong with it, once.
 * @param check reads the rules where that can hurt nobody: in a thread with limits. It fails when the thread does
 * @param isStopping the process ends, and its threads with it: that says nothing about a text
 */
export async function checkVersions(
  actor: SystemActor,
  check: (files: readonly PolicyFile[]) => Promise<CheckedFiles>,
  isStopping: () => boolean,
): Promise<void> {
  await eachByItself(await findUnchecked(reading()), async (id) => {
    const policy = isStopping() ? null : await findPolicy(reading(), id);
    if (!policy) return;
    const found = await check(policy.files).catch((error: unknown) => {
      log.warn("checking a policy failed", { policyId: id, error });
      return UNCHECKABLE;
    });
    if (isStopping()) return;
    await inTransaction(async (tx) => {
      if (!(await saveCheck(tx, id, found))) return;
      await appendEvent(tx, {
        ...{ code: "policy.checked", actor },
        data: {
          ...{ policyId: id, problems: found.problems.length, warnings: found.warnings.length },
          ...(await contentOf(tx, "policy-checked", id)),
        },
      });
    });
  });
}

const UNCHECKABLE: CheckedFiles = {
  problems: [
    {
      ...{ file: "", policy: null, line: 1, column: 1 },
      message: "these rules took too much time or memory to check",
      help: "make them fewer or simpler, and propose them again",
    },
  ],
  warnings: [],
};

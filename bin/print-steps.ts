import { inOneLine, print } from "./output";

const VERDICTS = { passed: "passed", failed: "FAILED", "not-checked": "not checked" } as const;

/** A line for each step of a verifier; of one that failed, what is wrong first, and how much more. */
export function printSteps(
  steps: readonly {
    step: string;
    verdict: keyof typeof VERDICTS;
    detail: string;
    faults: number;
    first: { item: string; code: string; detail: string } | null;
  }[],
): void {
  for (const { step, verdict, detail, faults, first } of steps) {
    const found = first ? `${first.item}: ${first.code}, ${first.detail}.` : detail;
    const more = faults > 1 ? ` And ${faults - 1} more.` : "";
    print(`${VERDICTS[verdict].padEnd(11)}  ${step.padEnd(10)}  ${inOneLine(found)}${more}`);
  }
}

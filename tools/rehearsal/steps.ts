import { seconds } from "../command/progress.mjs";

/** Runs steps one after another, says of each whether it held, and goes on after one that did not. */
export class Steps {
  passed = 0;
  failed = 0;

  /** @returns what the work gave, undefined when the step failed */
  async run<T>(title: string, work: () => Promise<T>): Promise<T | undefined> {
    const startedAt = Date.now();
    try {
      const result = await work();
      this.passed += 1;
      console.log(`  ✓ ${title} (${seconds(startedAt)} s)`);
      return result;
    } catch (error) {
      this.failed += 1;
      const text = error instanceof Error ? error.message : String(error);
      console.log(`  ✗ ${title} (${seconds(startedAt)} s)`);
      console.log(
        text
          .split("\n")
          .slice(0, 12)
          .map((line) => `      ${line}`)
          .join("\n"),
      );
      return undefined;
    }
  }

  note(sentence: string): void {
    console.log(`      ${sentence}`);
  }
}

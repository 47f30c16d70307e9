import { compilePolicy } from "@/lib/policy/compile/compile";
import type { PolicyFile } from "@/lib/policy/text/problems";
import type { CheckedFiles } from "@/lib/policy/versions/check-versions";
import { answerSteps } from "./answer-steps";

/** Text that nobody approved is read as rules here, and nowhere else. */
answerSteps((files: readonly PolicyFile[]): CheckedFiles => {
  const compiled = compilePolicy("proposed", files);
  return { problems: compiled.ok ? [] : compiled.problems, warnings: compiled.warnings };
});

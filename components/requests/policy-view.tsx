import { CircleCheck, CircleX } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import type { PolicyCheck, PolicySentence } from "@/lib/sessions/policy-views";
import { sentenceFor, t } from "@/messages/translate";

interface PolicyViewProps {
  nodeName: string;
  policy: { text: string; sentences: readonly PolicySentence[]; checks: readonly PolicyCheck[] };
}

/** A session policy as sentences, its proof, and the JSON behind a press. */
export function PolicyView({ nodeName, policy }: PolicyViewProps) {
  const failures = policy.checks.flatMap((check) => check.failures);
  const isProven = policy.checks.length > 0 && policy.checks.every((check) => check.passed);
  return (
    <div className="grid gap-1.5">
      <ul className="list-disc pl-5">
        {policy.sentences.map((sentence) => (
          <li key={sentence.code}>{sentenceFor(sentence.code, sentence.params)}</li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {policy.checks.map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </p>
      {!isProven && (
        <p className="text-red">
          {t("request.policy.unsafe")} <span className="font-mono text-xs">{failures.join(" ")}</span>
        </p>
      )}
      <details>
        <summary className="cursor-pointer text-accent">
          {t("request.policy.show", { node: nodeName })}
        </summary>
        <div className="mt-2">
          <CodeBlock label={t("request.policy")} code={policy.text} />
        </div>
      </details>
    </div>
  );
}

function Check({ check }: { check: PolicyCheck }) {
  const Icon = check.passed ? CircleCheck : CircleX;
  return (
    <span className={`inline-flex items-center gap-1 ${check.passed ? "text-green" : "text-red"}`}>
      <Icon aria-hidden className="size-3.5" />
      {check.name === "reader"
        ? t("request.policy.reader")
        : t("request.policy.simulator", { cases: check.cases })}
    </span>
  );
}

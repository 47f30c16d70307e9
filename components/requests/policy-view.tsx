import { CircleCheck, CircleX } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import type { PolicyCheck, PolicySentence } from "@/lib/session-policy/views";
import { sentenceFor, t } from "@/messages/translate";

interface Policy {
  nodeName: string;
  text: string;
  /** Whether its times are those of no window yet. */
  isExample?: boolean;
  sentences: readonly PolicySentence[];
  checks: readonly PolicyCheck[];
}

/** Session policies as sentences, what they share said once; their proof, and the JSON of each behind a press. */
export function PolicyView({ policies }: { policies: readonly Policy[] }) {
  const unproven = policies.filter(
    ({ checks }) => checks.length === 0 || checks.some(({ passed }) => !passed),
  );
  return (
    <div className="grid gap-1.5">
      <ul className="list-disc pl-5">
        {sentencesOf(policies).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {checksOf(policies).map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </p>
      {unproven.map(({ nodeName, checks }) => (
        <p key={nodeName} className="text-red">
          {t("request.policy.unsafe")}{" "}
          <span className="font-mono text-xs">
            {policies.length > 1 && <bdi>{nodeName}: </bdi>}
            {checks.flatMap(({ failures }) => failures).join(" ")}
          </span>
        </p>
      ))}
      {policies.map(({ nodeName, text, isExample }) => (
        <details key={text}>
          <summary className="cursor-pointer text-accent">
            {t(isExample ? "request.policy.show.example" : "request.policy.show", { node: nodeName })}
          </summary>
          <div className="mt-2 grid gap-1">
            {isExample && <p className="text-soft text-sm">{t("request.policy.example")}</p>}
            <CodeBlock label={t("request.policy")} code={text} />
          </div>
        </details>
      ))}
    </div>
  );
}

/** By their kinds, in the order that each policy has: first where shells may be started, for each node; what holds for all of them once. */
function sentencesOf(policies: readonly Policy[]): string[] {
  const all = policies.flatMap(({ sentences }) => sentences);
  const codes = new Set(all.map(({ code }) => code));
  const said = [...codes].flatMap((code) =>
    all.filter((sentence) => sentence.code === code).map(({ params }) => sentenceFor(code, params)),
  );
  return [...new Set(said)];
}

/** Each kind of check, passed where every policy passed it. */
function checksOf(policies: readonly Policy[]): Omit<PolicyCheck, "failures">[] {
  const all = policies.flatMap(({ checks }) => checks);
  return (["reader", "simulator"] as const).flatMap((name) => {
    const made = all.filter((check) => check.name === name);
    if (made.length === 0) return [];
    const cases = Math.max(...made.map((check) => check.cases));
    return [{ name, cases, passed: made.length === policies.length && made.every(({ passed }) => passed) }];
  });
}

function Check({ check }: { check: Omit<PolicyCheck, "failures"> }) {
  const Icon = check.passed ? CircleCheck : CircleX;
  return (
    <span className={`inline-flex items-center gap-1 ${check.passed ? "text-green" : "text-red"}`}>
      <Icon aria-hidden className="size-3.5" />
      {check.name === "reader"
        ? t("request.policy.parser")
        : t("request.policy.simulated", { cases: check.cases })}
    </span>
  );
}

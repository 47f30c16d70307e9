import { CircleCheck, CircleX } from "lucide-react";
import { CodeBlock } from "@/components/ui/code-block";
import { t } from "@/messages/translate";

/** The session policy that a yes leads to for one node, and what both checks say of it. */
export interface PolicyPreview {
  nodeId: string;
  nodeName: string;
  /** What it allows, one sentence a statement. */
  sentences: readonly string[];
  /** The policy as it is passed, indented. */
  json: string;
  isReadAsSafe: boolean;
  isSimulatedAsSafe: boolean;
  /** How many allowed and denied calls were simulated. */
  cases: number;
}

/** A policy as sentences, its proof, and the JSON behind a press. */
export function PolicyView({ policy }: { policy: PolicyPreview }) {
  return (
    <div className="grid gap-1.5">
      {policy.sentences.length > 0 && (
        <ul className="list-disc pl-5">
          {policy.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        <Check isOk={policy.isReadAsSafe} text={t("request.policy.reader")} />
        <Check
          isOk={policy.isSimulatedAsSafe}
          text={t("request.policy.simulator", { cases: policy.cases })}
        />
      </p>
      {!(policy.isReadAsSafe && policy.isSimulatedAsSafe) && (
        <p className="text-red">{t("request.policy.unsafe")}</p>
      )}
      <details>
        <summary className="cursor-pointer text-accent">
          {t("request.policy.show", { node: policy.nodeName })}
        </summary>
        <div className="mt-2">
          <CodeBlock label={t("request.policy")} code={policy.json} />
        </div>
      </details>
    </div>
  );
}

function Check({ isOk, text }: { isOk: boolean; text: string }) {
  const Icon = isOk ? CircleCheck : CircleX;
  return (
    <span
      className={
        isOk ? "inline-flex items-center gap-1 text-green" : "inline-flex items-center gap-1 text-red"
      }
    >
      <Icon aria-hidden className="size-3.5" />
      {text}
    </span>
  );
}

import { Button } from "@/components/ui/controls/button";
import { Notice } from "@/components/ui/notice";
import { t } from "@/messages/translate";
import type { GatewayProblem } from "../source/gateway";
import { problemText } from "../source/problem-text";

/** Why a list has nothing more. */
export function ListProblem({ problem, onRetry }: { problem: GatewayProblem; onRetry: () => void }) {
  return (
    <div className="grid justify-items-start gap-2 p-2">
      <Notice tone="amber" role="alert">
        {problemText(problem)} {problem.requestId}
      </Notice>
      <Button onClick={onRetry}>{t("gateway.retry")}</Button>
    </div>
  );
}

import { ChevronRight, CircleCheck, CircleX } from "lucide-react";
import { namesOf } from "@/components/nodes/node-label";
import { osUserOf } from "@/lib/requests/os-user-rules";
import type { RequestDetail } from "@/lib/requests/views";
import type { PolicyPreview } from "@/lib/session-policy/views";
import { t } from "@/messages/translate";
import { PolicyView } from "../policy-view";
import { asUser } from "../window-text";

interface PolicyFoldProps {
  request: RequestDetail;
  policies: readonly PolicyPreview[];
  isGranted: boolean;
}

/** What a session under this request may do: one line with the verdict of both checks, the policy behind it. */
export function PolicyFold({ request, policies, isGranted }: PolicyFoldProps) {
  if (policies.length === 0) return null;
  const nodes = request.matches?.nodes ?? request.nodes;
  return (
    <details className="group min-w-0 rounded-md border border-line">
      <summary className="flex cursor-pointer list-none items-start gap-2.5 px-4 py-3 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1 text-soft">
          <span className="font-medium text-ink">
            {t(isGranted ? "request.permits.granted" : "request.permits")}
          </span>{" "}
          <bdi>
            {request.selector === null
              ? t("request.permits.line", {
                  nodes: [
                    namesOf(request.effective.nodes ?? request.nodes),
                    asUser(osUserOf(request.effective)),
                  ]
                    .join(" ")
                    .trim(),
                })
              : t("request.permits.line.selector", { count: request.effective.mostNodes ?? 1 })}
          </bdi>
        </span>
        <Checked policies={policies} />
      </summary>
      <div className="grid gap-2 border-line border-t px-4 py-3 text-sm">
        <PolicyView
          policies={policies.map((policy) => ({
            ...policy,
            nodeName: nodes.find((node) => node.id === policy.nodeId)?.name ?? policy.nodeId,
          }))}
        />
        <p className="text-faint">{t("request.permits.late")}</p>
      </div>
    </details>
  );
}

function Checked({ policies }: { policies: readonly PolicyPreview[] }) {
  const isSafe = policies.every(({ checks }) => checks.length > 0 && checks.every(({ passed }) => passed));
  const calls = Math.max(0, ...policies.flatMap(({ checks }) => checks.map(({ cases }) => cases)));
  const Icon = isSafe ? CircleCheck : CircleX;
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1.5 font-medium ${isSafe ? "text-green" : "text-red"}`}
    >
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only sm:not-sr-only">
        {isSafe ? t("request.policy.checked", { calls }) : t("request.policy.unproven")}
      </span>
    </span>
  );
}

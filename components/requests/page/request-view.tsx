import { stageLook } from "@/components/badges/request-stage";
import { BarTitle } from "@/components/frame/page-head";
import Link from "@/components/ui/controls/link";
import { Id } from "@/components/ui/id";
import { StoryPage, StorySection } from "@/components/ui/layout/story";
import { Notice } from "@/components/ui/notice";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import type { DeliveryView } from "@/lib/deliveries/views";
import { requestStage } from "@/lib/grants/request-stage-rules";
import type { GrantDetail } from "@/lib/grants/views";
import type { RequestDetail } from "@/lib/requests/views";
import type { PolicyPreview } from "@/lib/session-policy/views";
import { t } from "@/messages/translate";
import { AtAGlance } from "./at-a-glance";
import { OfflineNodes } from "./offline-nodes";
import { PolicyFold } from "./policy-fold";
import { RequestFacts } from "./request-facts";
import { RequestTimeline } from "./request-timeline";
import { RequestReason, RequestTitle } from "./request-title";
import { ToldOutside } from "./told-outside";

interface RequestViewProps {
  request: RequestDetail;
  grant: GrantDetail | null;
  policies: readonly PolicyPreview[];
  /** Who was told outside the portal. */
  deliveries: readonly DeliveryView[];
  /** What can be done now, by the stage of the request. */
  action: React.ReactNode;
}

/** One request: where, who and why; the one box that fits its state; what happened; who was told; what a shell under it may do. */
export function RequestView({ request, grant, policies, deliveries, action }: RequestViewProps) {
  const stage = requestStage(request.state, grant);
  return (
    <>
      <BarTitle parent={{ href: "/requests", label: t("nav.requests") }}>
        <span className="hidden text-soft text-xs sm:inline">
          <Id id={request.id} />
        </span>
        <StateBadge look={stageLook(stage, request.glass)} />
      </BarTitle>
      <StoryPage facts={<RequestFacts request={request} />}>
        <RequestTitle request={request} />
        <RequestReason request={request} />
        {request.extension && <Extends extension={request.extension} name={request.requesterName} />}
        {stage === "waiting" && <AtAGlance request={request} />}
        {(stage === "waiting" || stage === "approved") && <OfflineNodes request={request} />}
        {action}
        <StorySection title={t("request.timeline")}>
          <RequestTimeline request={request} grant={grant} />
        </StorySection>
        <ToldOutside deliveries={deliveries} />
        {(stage === "waiting" || stage === "approved" || stage === "active") && (
          <PolicyFold request={request} policies={policies} isGranted={stage !== "waiting"} />
        )}
      </StoryPage>
    </>
  );
}

/** Whoever decides sees that it goes on with something, and with what. */
function Extends({
  extension: { requestId, until },
  name,
}: {
  extension: NonNullable<RequestDetail["extension"]>;
  name: string;
}) {
  return (
    <Notice tone="blue">
      <Link href={`/requests/${requestId}`} className="underline underline-offset-4">
        <bdi>{t("request.extends", { name })}</bdi>
      </Link>{" "}
      <Time at={until} as="absolute" />
    </Notice>
  );
}

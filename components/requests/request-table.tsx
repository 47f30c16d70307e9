import { requestRowLook } from "@/components/badges/request-stage";
import { TimeToDecide } from "@/components/inbox/time-to-decide";
import { NodeClass } from "@/components/nodes/node-label";
import { strictestOf } from "@/components/nodes/strictest";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { PersonName } from "@/components/ui/person-name";
import { StateBadge } from "@/components/ui/state-badge";
import { ActionCell, Cell, NameCell, Row, type SortHeads, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time/time";
import type { RequestRow } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { asUser } from "./window-text";

interface RequestTableProps {
  requests: readonly RequestRow[];
  viewerId: string;
  sorts: SortHeads<"state" | "requested">;
}

/** Requests, a row each: what became of them, where, who, why, how long, and what the viewer has to do. */
export function RequestTable({ requests, viewerId, sorts }: RequestTableProps) {
  return (
    <Table
      label={t("nav.requests")}
      columns={[
        { id: "state", label: t("lists.column.state"), sort: sorts.state },
        { id: "node", label: t("lists.column.node") },
        { id: "class", label: t("lists.column.class") },
        { id: "who", label: t("lists.column.requester"), from: "facts" },
        { id: "why", label: t("lists.column.why") },
        { id: "window", label: t("lists.column.window"), from: "facts" },
        { id: "asked", label: t("lists.column.asked"), sort: sorts.requested },
        { id: "action", label: t("lists.column.action"), isLabelHidden: true },
      ]}
    >
      {requests.map((request) => (
        <RequestLine key={request.id} request={request} viewerId={viewerId} />
      ))}
    </Table>
  );
}

function RequestLine({ request, viewerId }: { request: RequestRow; viewerId: string }) {
  const { id, state, nodes, requesterId, requesterName, justification, incident } = request;
  const [first, ...others] = nodes;
  const node = first?.name ?? "–";
  const strictest = strictestOf(nodes);
  const isMine = requesterId === viewerId;
  return (
    <Row>
      <Cell phone="name-end" className="rail:w-36">
        <span className="inline-flex items-center gap-1.5">
          <StateBadge look={requestRowLook(request)} as="row" />
          {state === "waiting" && <TimeToDecide at={request.lapsesAt} as="bare" />}
        </span>
      </Cell>
      <NameCell
        href={`/requests/${id}`}
        className="max-w-48"
        label={t("lists.row", { node: node, person: requesterName })}
      >
        <bdi>{node}</bdi>
        {others.length > 0 && (
          <span className="font-normal text-faint"> {t("node.class.others", { count: others.length })}</span>
        )}
      </NameCell>
      <Cell phone="second">{strictest && <NodeClass node={strictest} as="quiet" />}</Cell>
      <Cell phone="none" from="facts" className="max-w-44">
        <PersonName name={requesterName} {...(isMine ? { shown: t("home.you") } : {})} />
      </Cell>
      <Cell phone="line" className="max-w-0 rail:w-full">
        <bdi>{justification}</bdi>
        {incident !== null && <bdi className="ml-2 font-mono text-faint text-xs">{incident}</bdi>}
      </Cell>
      <Cell phone="none" from="facts" className="tabular-nums">
        {formatDuration(request.windowSeconds)} <bdi className="text-faint">{asUser(request.osUser)}</bdi>
      </Cell>
      <Cell phone={request.waitsForMe ? "none" : "second-end"} className="text-faint!">
        <Time at={request.createdAt} />
      </Cell>
      {request.waitsForMe ? (
        <ActionCell isNext>
          <Link
            href={`/requests/${id}`}
            aria-label={t("lists.review.on", { node, person: requesterName })}
            className={buttonClass("secondary", "small")}
          >
            {t("lists.review")}
          </Link>
        </ActionCell>
      ) : (
        <ActionCell />
      )}
    </Row>
  );
}

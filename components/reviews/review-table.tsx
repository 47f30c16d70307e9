import { reviewLook } from "@/components/badges/review";
import { DueTime } from "@/components/inbox/due-time";
import { NodeClass } from "@/components/nodes/node-label";
import { PersonName } from "@/components/ui/person-name";
import { StateBadge } from "@/components/ui/state-badge";
import { Cell, type Column, NameCell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time/time";
import type { ReviewRow } from "@/lib/reviews/views";
import { t } from "@/messages/translate";

interface ReviewTableProps {
  reviews: readonly ReviewRow[];
  /** Turns the list around. */
  sort: NonNullable<Column["sort"]>;
}

/** Reviews, a row each: open or how they were judged, where, whose session, why, and when they are due or were closed. */
export function ReviewTable({ reviews, sort }: ReviewTableProps) {
  return (
    <Table
      label={t("nav.reviews")}
      columns={[
        { id: "state", label: t("lists.column.state") },
        { id: "node", label: t("lists.column.node") },
        { id: "class", label: t("lists.column.class") },
        { id: "who", label: t("lists.column.person"), from: "facts" },
        { id: "why", label: t("lists.column.why") },
        { id: "due", label: t("lists.column.due"), sort },
      ]}
    >
      {reviews.map((review) => (
        <ReviewLine key={review.id} review={review} />
      ))}
    </Table>
  );
}

function ReviewLine({ review }: { review: ReviewRow }) {
  const { node, session, request, closedAt, closedByName, dueAt } = review;
  const who = session.personName ?? t("session.imported.person");
  return (
    <Row>
      <Cell phone="name-end" className="rail:w-28">
        <StateBadge look={reviewLook(review)} as="row" />
      </Cell>
      <NameCell
        href={`/sessions/${session.id}`}
        className="max-w-48"
        label={t("lists.row", { node: node.name, person: who })}
      >
        <bdi>{node.name}</bdi>
      </NameCell>
      <Cell phone="second">
        <NodeClass node={node} as="quiet" />
      </Cell>
      <Cell phone="none" from="facts" className="max-w-44">
        <PersonName name={who} />
      </Cell>
      <Cell phone="line" className="max-w-0 rail:w-full">
        <bdi>{request?.justification}</bdi>
      </Cell>
      <Cell phone="second-end" className="max-w-60 text-faint!">
        {closedAt ? (
          <>
            <bdi>{closedByName}</bdi>, <Time at={closedAt} />
          </>
        ) : (
          <DueTime dueAt={dueAt} />
        )}
      </Cell>
    </Row>
  );
}

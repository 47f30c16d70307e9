import { DISOWNED_LOOK, GLASS_LOOK } from "@/components/badges/glass";
import { evidenceProblem } from "@/components/badges/grades";
import { reviewLook } from "@/components/badges/review";
import { DueTime } from "@/components/inbox/due-time";
import { NodeClass } from "@/components/nodes/node-label";
import { PersonName } from "@/components/ui/person-name";
import { StateBadge } from "@/components/ui/state-badge";
import { Cell, NameCell, Row, type SortHeads, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time/time";
import type { ReviewRow } from "@/lib/reviews/views";
import { t } from "@/messages/translate";

interface ReviewTableProps {
  reviews: readonly ReviewRow[];
  /** By when they were closed: where all of them are. */
  sorts: SortHeads<"due"> & Partial<SortHeads<"closed">>;
}

/** Reviews, a row each: open or how they were judged, where, whose session, why, and when they are due or were closed. */
export function ReviewTable({ reviews, sorts }: ReviewTableProps) {
  return (
    <Table
      label={t("nav.reviews")}
      columns={[
        { id: "state", label: t("lists.column.state") },
        { id: "node", label: t("lists.column.node") },
        { id: "class", label: t("lists.column.class") },
        { id: "who", label: t("lists.column.person"), from: "facts" },
        { id: "why", label: t("lists.column.why") },
        { id: "evidence", label: t("lists.column.evidence"), from: "wide" },
        {
          id: "due",
          label: t("lists.column.due"),
          sort: sorts.due,
          ...(sorts.closed ? { from: "facts" } : {}),
        },
        ...(sorts.closed ? [{ id: "closed", label: t("lists.column.closed"), sort: sorts.closed }] : []),
      ]}
    >
      {reviews.map((review) => (
        <ReviewLine key={review.id} review={review} hasDue={sorts.closed !== undefined} />
      ))}
    </Table>
  );
}

/** @param hasDue whether when it was due stands in a column of its own */
function ReviewLine({ review, hasDue }: { review: ReviewRow; hasDue: boolean }) {
  const { node, session, request, glass, closedAt, closedByName, dueAt } = review;
  const problem = evidenceProblem(session.grades);
  const marks = (problem || glass) && (
    <span className="inline-flex flex-wrap gap-3">
      {glass && <StateBadge look={glass.verdict === "disowned" ? DISOWNED_LOOK : GLASS_LOOK} as="row" />}
      {problem && <StateBadge look={problem} as="row" />}
    </span>
  );
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
        {glass && (
          <span className="mr-3 hidden rail:inline-flex wide:hidden">
            <StateBadge look={glass.verdict === "disowned" ? DISOWNED_LOOK : GLASS_LOOK} as="row" />
          </span>
        )}
        <bdi>{request?.justification}</bdi>
      </Cell>
      <Cell phone={marks ? "line" : "none"} from="wide">
        {marks}
      </Cell>
      {hasDue && (
        <Cell phone="none" from="facts" className="text-faint!">
          <Time at={dueAt} />
        </Cell>
      )}
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

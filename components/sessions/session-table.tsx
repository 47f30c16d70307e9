import { GLASS_LOOK } from "@/components/badges/glass";
import { evidenceProblem } from "@/components/badges/grades";
import { LAST_RESORT_LOOK, OUTSIDE_LOOK } from "@/components/badges/outside";
import { RETENTION_LOOK } from "@/components/badges/retention";
import { reviewLook } from "@/components/badges/review";
import { SESSION_LOOK } from "@/components/badges/session";
import { NodeClass } from "@/components/nodes/node-label";
import { asUser } from "@/components/requests/window-text";
import { PersonName } from "@/components/ui/person-name";
import { StateBadge } from "@/components/ui/state-badge";
import { Cell, NameCell, Row, type SortHeads, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time/time";
import type { SessionRow } from "@/lib/sessions/views";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";
import { ownerName } from "./outside/owner-name";

interface SessionTableProps {
  sessions: readonly SessionRow[];
  viewerId: string;
  sorts: SortHeads<"started" | "length">;
}

/** Sessions, a row each: how they stand, where, whose, why, how long, and how they were judged. */
export function SessionTable({ sessions, viewerId, sorts }: SessionTableProps) {
  return (
    <Table
      label={t("nav.sessions")}
      columns={[
        { id: "state", label: t("lists.column.state") },
        { id: "node", label: t("lists.column.node") },
        { id: "class", label: t("lists.column.class") },
        { id: "who", label: t("lists.column.person"), from: "facts" },
        { id: "why", label: t("lists.column.why") },
        { id: "lasted", label: t("lists.column.lasted"), from: "facts", sort: sorts.length },
        { id: "evidence", label: t("lists.column.evidence"), from: "wide" },
        { id: "review", label: t("lists.column.review"), from: "facts" },
        { id: "opened", label: t("lists.column.opened"), sort: sorts.started },
      ]}
    >
      {sessions.map((session) => (
        <SessionLine key={session.id} session={session} viewerId={viewerId} />
      ))}
    </Table>
  );
}

function SessionLine({ session, viewerId }: { session: SessionRow; viewerId: string }) {
  const { id, state, node, person, justification, openedAt, endedAt, grades, review, createdAt } = session;
  const { isHeld, isDeleted, isBreakGlass, outsideOwner, isLastResort } = session;
  // What was deleted has no grade any more.
  const problem = isDeleted ? RETENTION_LOOK.deleted : evidenceProblem(grades);
  const who =
    person?.name ?? (outsideOwner === null ? t("session.imported.person") : ownerName(outsideOwner));
  const marks = (problem || isHeld || isBreakGlass || outsideOwner !== null) && (
    <>
      {isBreakGlass && <StateBadge look={GLASS_LOOK} as="row" />}
      {outsideOwner !== null && <StateBadge look={isLastResort ? LAST_RESORT_LOOK : OUTSIDE_LOOK} as="row" />}
      {isHeld && <StateBadge look={RETENTION_LOOK.held} as="row" />}
      {problem && <StateBadge look={problem} as="row" />}
    </>
  );
  return (
    <Row>
      <Cell phone="name-end" className="rail:w-24">
        <StateBadge look={SESSION_LOOK[state]} as="row" />
      </Cell>
      <NameCell
        href={`/sessions/${id}`}
        className="max-w-48"
        label={t("lists.row", { node: node.name, person: who })}
      >
        <bdi>{node.name}</bdi>
      </NameCell>
      <Cell phone="second">
        <NodeClass node={node} as="quiet" />
      </Cell>
      <Cell phone="none" from="facts" className="max-w-44">
        <PersonName name={who} {...(person?.id === viewerId ? { shown: t("home.you") } : {})} />
      </Cell>
      <Cell phone="line" className="max-w-0 rail:w-full">
        {/* Where there is no room for a column of their own. */}
        {marks && <span className="mr-3 hidden gap-3 rail:inline-flex wide:hidden">{marks}</span>}
        <bdi>{justification}</bdi>
      </Cell>
      <Cell phone="none" from="facts" className="tabular-nums">
        {openedAt && endedAt && formatDuration((endedAt.getTime() - openedAt.getTime()) / 1000)}{" "}
        <bdi className="text-faint">{asUser(session.osUser)}</bdi>
      </Cell>
      <Cell phone={marks ? "line" : "none"} from="wide">
        {marks && <div className="flex gap-3">{marks}</div>}
      </Cell>
      <Cell phone="none" from="facts">
        {review && <StateBadge look={reviewLook(review)} as="row" />}
      </Cell>
      <Cell phone="second-end" className="text-faint!">
        <Time at={createdAt} />
      </Cell>
    </Row>
  );
}

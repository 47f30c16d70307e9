import type { ReactNode } from "react";
import { buttonClass } from "@/components/ui/controls/button-class";
import Link from "@/components/ui/controls/link";
import { cx } from "@/components/ui/cx";
import { Id } from "@/components/ui/id";
import { Initials } from "@/components/ui/initials";
import { ActionCell, Cell, NameCell, Row, type SortHeads, Table } from "@/components/ui/table";
import { TimeLeft } from "@/components/ui/time/time-left";
import type { ListedNode } from "@/lib/nodes/views";
import { errorSentence, t } from "@/messages/translate";
import { NodeAgent } from "./node-agent";
import { NodeClass } from "./node-label";

interface NodeTableProps {
  nodes: readonly ListedNode[];
  sorts: SortHeads<"name" | "class" | "state" | "where">;
  /** Whether several can be chosen for one request: each row has a box to tick. */
  isChoosing: boolean;
  /** The star of a row, with what it does. */
  star: (node: ListedNode) => ReactNode;
}

/** Nodes, a row each: what they are, where, whether they can be reached, who is on them, and the next step. */
export function NodeTable({ nodes, sorts, isChoosing, star }: NodeTableProps) {
  return (
    <Table
      label={t("node.list")}
      columns={[
        ...(isChoosing ? [{ id: "choose", label: t("node.column.choose"), isLabelHidden: true }] : []),
        { id: "star", label: t("node.starred"), isLabelHidden: true },
        { id: "name", label: t("node.column.name"), sort: sorts.name },
        { id: "class", label: t("node.filter.protection"), sort: sorts.class },
        { id: "service", label: t("node.column.service"), from: "facts" },
        { id: "where", label: t("node.column.where"), from: "wide", sort: sorts.where },
        { id: "id", label: t("node.column.id"), from: "xl" },
        { id: "agent", label: t("node.agent"), sort: sorts.state },
        { id: "open", label: t("node.column.open") },
        { id: "action", label: t("node.column.action"), isLabelHidden: true },
      ]}
    >
      {nodes.map((node) => (
        <Row key={node.id}>
          {isChoosing && (
            <Cell phone="none" className="w-px pr-0!">
              <Choose node={node} />
            </Cell>
          )}
          <Cell phone="none" className="w-px pr-2 pl-2">
            <span className="-my-2 -ml-2 block">{star(node)}</span>
          </Cell>
          <NameCell href={`/nodes/${node.id}`}>
            <bdi>{node.name}</bdi>
          </NameCell>
          <Cell phone="second">
            <NodeClass node={node} as="quiet" />
          </Cell>
          <Cell phone="none" from="facts" className="max-w-40">
            <bdi>{node.tags.Service}</bdi>
          </Cell>
          <Cell phone="none" from="wide" className="max-w-48">
            <bdi>{node.accountName}</bdi> · {node.region}
          </Cell>
          <Cell phone="none" from="xl" className="text-xs">
            <Id id={node.id} />
          </Cell>
          <Cell phone="name-end" id={agentIdOf(node)}>
            <NodeAgent state={node.state} onlineUntil={node.onlineUntil} pingAt={node.pingAt} />
          </Cell>
          <Cell phone="second-end">
            <OpenNow node={node} />
          </Cell>
          <NodeAction node={node} />
        </Row>
      ))}
    </Table>
  );
}

/** Where the row says why its node can't be requested. */
function agentIdOf(node: ListedNode): string {
  return `agent-${node.id}`;
}

/** Why no access to the node can be requested now; undefined when it can. */
function refusalOf({ request, state }: ListedNode): string | undefined {
  if (!request.allowed) return errorSentence(request.code, request.params);
  return state === "offline" ? t("node.ask.offline") : undefined;
}

function Choose({ node }: { node: ListedNode }) {
  const isOff = refusalOf(node) !== undefined;
  return (
    <label className="relative z-1 -my-2 inline-flex size-9 items-center justify-center align-middle">
      <input
        type="checkbox"
        name="node"
        value={node.id}
        disabled={isOff}
        {...(isOff ? { "aria-describedby": agentIdOf(node) } : {})}
        className="size-3.75 cursor-pointer accent-primary disabled:cursor-not-allowed disabled:opacity-40"
      />
      <span className="sr-only">{t("node.choose", { node: node.name })}</span>
    </label>
  );
}

function OpenNow({ node: { openNow, openSessions } }: { node: ListedNode }) {
  if (!openNow) return null;
  const { personName, startsAt, endsAt } = openNow;
  return (
    <span className="inline-flex items-center gap-2 align-middle">
      {personName !== null && (
        <>
          <Initials name={personName} />
          <span className="sr-only">{personName}</span>
        </>
      )}
      {startsAt && endsAt && (
        <TimeLeft
          endsAt={endsAt}
          wholeSeconds={(endsAt.getTime() - startsAt.getTime()) / 1000}
          hasBar={false}
        />
      )}
      {openSessions > 1 && <span className="text-faint tabular-nums">+{openSessions - 1}</span>}
    </span>
  );
}

function NodeAction({ node }: { node: ListedNode }) {
  const { request, openNow, name } = node;
  const small = cx(buttonClass("secondary", "small"), "min-h-6.5");
  if (openNow?.mySessionId)
    return (
      <ActionCell isNext>
        <Link
          href={`/sessions/${openNow.mySessionId}/terminal`}
          aria-label={t("node.return.on", { node: name })}
          className={small}
        >
          {t("node.return")}
        </Link>
      </ActionCell>
    );
  // Who may ask for nothing has no use for a button that says so in every row.
  if (!request.allowed && request.code === "ROLE_MISSING") return <ActionCell />;
  const reason = refusalOf(node);
  if (reason === undefined)
    return (
      <ActionCell>
        <Link
          href={`/requests/new?node=${node.id}`}
          aria-label={t("node.ask.on", { node: name })}
          className={small}
        >
          {t("node.ask")}
        </Link>
      </ActionCell>
    );
  return (
    <ActionCell>
      <button
        type="button"
        aria-disabled
        aria-label={t("node.ask.on", { node: name })}
        aria-describedby={agentIdOf(node)}
        title={reason}
        className={small}
      >
        {t("node.ask")}
      </button>
    </ActionCell>
  );
}

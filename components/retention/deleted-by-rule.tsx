import { ClassBadge } from "@/components/nodes/class-badge";
import { Section } from "@/components/ui/layout/section";
import { Cell, NameCell, Row, Table } from "@/components/ui/table";
import { Time } from "@/components/ui/time/time";
import type { RuleDeletionView } from "@/lib/keeping/retention/views";
import { t } from "@/messages/translate";
import { formatSize } from "@/messages/values";

/** What rules deleted lately. */
export function DeletedByRule({ deletions }: { deletions: readonly RuleDeletionView[] }) {
  return (
    <Section title={t("retention.lately")}>
      {deletions.length === 0 ? (
        <p className="text-soft">{t("retention.lately.none")}</p>
      ) : (
        <Table
          label={t("retention.lately")}
          columns={[
            { id: "session", label: t("retention.column.session") },
            { id: "class", label: t("lists.field.protection") },
            { id: "rule", label: t("retention.column.rule") },
            { id: "size", label: t("retention.column.size") },
            { id: "at", label: t("retention.column.at") },
          ]}
        >
          {deletions.map(({ id, sessionId, protection, version, bytes, begunAt, deletedAt }) => (
            <Row key={id}>
              <NameCell href={`/sessions/${sessionId}`} className="max-w-72 font-mono">
                {sessionId}
              </NameCell>
              <Cell phone="name-end">
                <ClassBadge protection={protection} as="quiet" />
              </Cell>
              <Cell phone="none">{t("retention.version", { version })}</Cell>
              <Cell phone="second">{formatSize(bytes)}</Cell>
              <Cell phone="second-end">
                {deletedAt ? <Time at={deletedAt} /> : t("retention.lately.underWay")}{" "}
                <span className="sr-only">
                  <Time at={begunAt} as="absolute" />
                </span>
              </Cell>
            </Row>
          ))}
        </Table>
      )}
    </Section>
  );
}

import { namesOf } from "@/components/nodes/node-label";
import Link from "@/components/ui/controls/link";
import { Id } from "@/components/ui/id";
import { SideFacts } from "@/components/ui/layout/story";
import { Time } from "@/components/ui/time/time";
import type { RequestOffer } from "@/lib/grants/requesting/offer-request";
import { tagsText } from "@/lib/nodes/selector";
import type { RequestRow } from "@/lib/requests/views";
import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

interface FormAsideProps {
  offer: RequestOffer;
  /** The viewer's own last requests. */
  templates: readonly RequestRow[];
}

/** Beside the form: what is known of the node, and one's own last requests to begin with. */
export function FormAside({ offer, templates }: FormAsideProps) {
  const [node] = offer.choices === null ? offer.nodes : [];
  const last = offer.lastSessions[0];
  return (
    <>
      {node && offer.nodes.length === 1 && (
        <SideFacts
          title={t("request.aside.node")}
          facts={[
            {
              label: t("request.facts.lastShell"),
              value: last ? (
                <>
                  {last.personName !== null && <bdi>{last.personName}, </bdi>}
                  <Time at={last.createdAt} />
                </>
              ) : (
                t("request.node.never")
              ),
            },
            ...(node.tags.Team === undefined
              ? []
              : [{ label: t("request.aside.team"), value: <bdi>{node.tags.Team}</bdi> }]),
            { label: t("request.aside.instance"), value: <Id id={node.id} isCopyable /> },
          ]}
        />
      )}
      {templates.length > 0 && (
        <SideFacts title={t("request.aside.templates")}>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
            {templates.map(({ id, nodes, selector, justification, windowSeconds }) => (
              <li key={id}>
                <Link
                  href={`/requests/new?again=${id}`}
                  className="-mx-2 block min-h-11 rounded-md px-2 py-1.5 hover:bg-hover"
                >
                  <span className="flex gap-2">
                    <bdi className="min-w-0 flex-1 truncate font-medium">
                      {selector === null ? namesOf(nodes) : tagsText(selector)}
                    </bdi>
                    <span className="text-faint tabular-nums">{formatDuration(windowSeconds)}</span>
                  </span>
                  <bdi className="line-clamp-2 break-words text-soft">{justification}</bdi>
                </Link>
              </li>
            ))}
          </ul>
        </SideFacts>
      )}
    </>
  );
}

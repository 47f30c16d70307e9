import { NODE_LOOK } from "@/components/badges/node";
import { NodeClass, NodePlace } from "@/components/nodes/node-label";
import { StateBadge } from "@/components/ui/state-badge";
import { Time } from "@/components/ui/time/time";
import { type NodeSelector, tagsText } from "@/lib/nodes/selector";
import type { RequestMatches } from "@/lib/requests/views";
import { t } from "@/messages/translate";

interface SelectorLabelProps {
  selector: NodeSelector;
  /** The account's name, where one is named and a node tells it. */
  accountName?: string | undefined;
}

/** Which nodes are meant where none is named: account and region first, the tags as code. */
export function SelectorLabel({ selector, accountName }: SelectorLabelProps) {
  const { accountId, region } = selector;
  const place = [
    accountId === undefined
      ? t("selector.account.any")
      : accountName === undefined
        ? accountId
        : `${accountName} (${accountId})`,
    region ?? t("selector.region.any"),
  ];
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <span className="text-soft text-sm">
        <bdi>{place.join(" · ")}</bdi>
      </span>
      <code className="break-all font-mono">
        <bdi>{tagsText(selector)}</bdi>
      </code>
    </span>
  );
}

/** What a selector matches today: whoever decides sees the machines, not only the words. */
export function MatchList({ matches }: { matches: RequestMatches }) {
  if (matches.count === 0) return <p className="text-amber">{t("selector.matches.none")}</p>;
  return (
    <div className="grid gap-1">
      <p className="text-soft">{t("selector.matches", { count: matches.count })}</p>
      <ul className="grid gap-1">
        {matches.nodes.map((node) => (
          <li key={node.id} className="flex flex-wrap items-center gap-x-3">
            <StateBadge look={NODE_LOOK[node.state]} as="plain" />
            <NodeClass node={node} />
            <NodePlace node={node} />
            <bdi className="font-medium">{node.name}</bdi>
            {!node.wasAsked && <span className="text-blue text-xs">{t("selector.matches.new")}</span>}
            <span className="text-faint text-sm">
              {t("node.read")} <Time at={node.readAt} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

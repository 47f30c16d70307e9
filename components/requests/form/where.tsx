"use client";

import { Plus, X } from "lucide-react";
import { lazy, Suspense, useId, useState } from "react";
import { NODE_LOOK } from "@/components/badges/node";
import { ClassEdge } from "@/components/nodes/class-badge";
import { NodeClass } from "@/components/nodes/node-label";
import { ErrorText } from "@/components/ui/controls/field";
import { StateBadge } from "@/components/ui/state-badge";
import type { OfferedMatch, RequestOffer } from "@/lib/grants/requesting/offer-request";
import type { NodeSelector } from "@/lib/nodes/selector";
import { t } from "@/messages/translate";
import { formatUtcTime } from "@/messages/values";
import type { NodeListboxProps } from "./node-listbox";

// What chooses is fetched where something is to be chosen: who comes from a node has chosen.
const NodeListbox = lazy(async () => ({ default: (await import("./node-listbox")).NodeListbox }));
const SelectorFields = lazy(async () => ({ default: (await import("./selector-fields")).SelectorFields }));

const LINK =
  "inline-flex min-h-11 cursor-pointer items-center gap-1.5 rounded-md text-sm text-soft hover:text-ink sm:min-h-7";

export interface Place {
  offer: RequestOffer;
  /** What is asked for, as the address says it. */
  asking: { nodeIds: readonly string[] } | { selector: NodeSelector; mostNodes: number };
  found: Pick<NodeListboxProps, "found" | "hasMore" | "search">;
  onSearch: (text: string) => void;
  onNodes: (ids: readonly string[]) => void;
  onSelector: (selector: NodeSelector, mostNodes: number) => void;
  onMode: (mode: "nodes" | "tags") => void;
}

interface WhereProps extends Place {
  error: string | undefined;
  /** Something was chosen: what is written comes next. */
  onChosen: () => void;
}

/** Where: each node in one line, or what its tags say. */
export function Where(props: WhereProps) {
  const { offer, asking, found, error, onSearch, onNodes, onSelector, onMode, onChosen } = props;
  const id = useId();
  const errorId = error === undefined ? undefined : `${id}-error`;
  const isByTags = "selector" in asking;
  const ids = isByTags ? [] : asking.nodeIds;
  const known = offer.nodes.filter((node) => ids.includes(node.id));
  const [isAdding, setIsAdding] = useState(false);
  const isChoosing = !isByTags && (isAdding || ids.length === 0);
  const isListed = isByTags && offer.choices;
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-medium text-sm">{t("request.nodes")}</legend>
      {known.length > 0 && (
        <ul aria-label={t("request.nodes.chosen")} className="grid gap-1.5">
          {known.map((node) => (
            <Chosen
              key={node.id}
              node={node}
              onRemove={() => onNodes(ids.filter((one) => one !== node.id))}
            />
          ))}
        </ul>
      )}
      <Suspense fallback={isChoosing && <Room {...found} />}>
        {isChoosing && (
          <NodeListbox
            {...found}
            chosenIds={ids}
            errorId={errorId}
            onSearch={onSearch}
            onChoose={(next) => {
              setIsAdding(false);
              onNodes(next);
              if (next.length > 0) onChosen();
            }}
            onClose={() => {
              setIsAdding(false);
              onChosen();
            }}
          />
        )}
        {isByTags && offer.choices && (
          <SelectorFields
            selector={asking.selector}
            choices={offer.choices}
            matches={offer}
            mostNodes={asking.mostNodes}
            highest={offer.mostNodes}
            onChange={(selector) => onSelector(selector, asking.mostNodes)}
            onMost={(count) => onSelector(asking.selector, count)}
          />
        )}
      </Suspense>
      <div className="flex flex-wrap gap-x-4">
        {!isByTags && !isChoosing && (
          <button type="button" onClick={() => setIsAdding(true)} className={LINK}>
            <Plus aria-hidden className="size-3.5" />
            {t("request.nodes.add")}
          </button>
        )}
        <button type="button" onClick={() => onMode(isListed ? "nodes" : "tags")} className={LINK}>
          {t(isListed ? "request.where.nodes" : "request.where.tags")}
        </button>
      </div>
      {error !== undefined && <ErrorText id={errorId ?? ""} text={error} />}
    </fieldset>
  );
}

/** The room of the list of nodes while it is fetched: what stands below it must not move when it comes. */
function Room({ found, hasMore }: Pick<NodeListboxProps, "found" | "hasMore">) {
  return (
    <div aria-hidden className="grid gap-2">
      <span className="h-11 sm:h-9" />
      <span className="max-h-58" style={{ height: `${found.length * 37 + 2}px` }} />
      {(hasMore || found.length === 0) && <span className="h-5" />}
    </div>
  );
}

function Chosen({ node, onRemove }: { node: OfferedMatch; onRemove: () => void }) {
  const { name, tags, accountName, region, state, pingAt } = node;
  const place = [tags.Service, accountName, region].filter((part) => part !== undefined).join(" · ");
  return (
    <li className="grid gap-1.5">
      <div className="flex min-h-11 items-center gap-2.5 rounded-md border border-line-mid bg-raised px-2">
        <ClassEdge nodes={[node]} className="h-7 w-[3px]" />
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5">
          <bdi className="min-w-0 break-words font-medium">{name}</bdi>
          <NodeClass node={node} />
          <bdi className="hidden min-w-0 flex-1 truncate text-soft text-sm sm:inline">{place}</bdi>
        </span>
        <span className="text-sm">
          <StateBadge look={NODE_LOOK[state]} as="plain" />
        </span>
        <button
          type="button"
          onClick={onRemove}
          className="inline-flex size-9 shrink-0 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-hover hover:text-ink"
        >
          <X aria-hidden className="size-3.5" />
          <span className="sr-only">{t("request.nodes.remove", { node: name })}</span>
        </button>
      </div>
      {state === "offline" && (
        <p className="rounded-md border border-amber-line bg-amber-wash px-3 py-1.5 text-sm">
          <bdi>
            {pingAt
              ? t("request.nodes.offline.since", { node: name, time: formatUtcTime(new Date(pingAt)) })
              : t("request.nodes.offline", { node: name })}
          </bdi>
        </p>
      )}
    </li>
  );
}

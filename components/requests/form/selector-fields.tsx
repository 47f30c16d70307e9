"use client";

import { X } from "lucide-react";
import { SelectField } from "@/components/ui/controls/field";
import type { OfferedMatch, SelectorChoices } from "@/lib/grants/requesting/offer-request";
import type { NodeSelector } from "@/lib/nodes/selector";
import { t } from "@/messages/translate";
import { MatchList } from "../scope-label";

export interface SelectorFieldsProps {
  selector: NodeSelector;
  choices: SelectorChoices;
  matches: { nodes: readonly OfferedMatch[]; count: number };
  mostNodes: number;
  /** The highest that can be asked for. */
  highest: number;
  onChange: (selector: NodeSelector) => void;
  onMost: (count: number) => void;
}

/** Chooses nodes by what they are instead of by name: account, region, tags, and how many at most. */
export function SelectorFields(props: SelectorFieldsProps) {
  const { selector, choices, matches, mostNodes, highest, onChange, onMost } = props;
  const { accountId, region, tags } = selector;
  const unused = choices.tags.filter(({ key }) => !Object.hasOwn(tags, key));
  const setTag = (key: string, value: string) => onChange({ ...selector, tags: { ...tags, [key]: value } });
  const withoutTag = (key: string) =>
    onChange({
      ...selector,
      tags: Object.fromEntries(Object.entries(tags).filter(([other]) => other !== key)),
    });
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="sr-only">{t("request.selector")}</legend>
      <p className="text-soft text-sm">{t("selector.hint")}</p>
      <div className="grid gap-3 sm:grid-cols-3">
        <SelectField
          label={t("node.filter.account")}
          value={accountId ?? ""}
          options={[
            { value: "", label: t("selector.account.any") },
            ...choices.accounts.map(({ id, name }) => ({ value: id, label: `${name} (${id})` })),
          ]}
          onChange={(value) => onChange({ ...selector, accountId: value === "" ? undefined : value })}
        />
        <SelectField
          label={t("node.filter.region")}
          value={region ?? ""}
          options={[
            { value: "", label: t("selector.region.any") },
            ...choices.regions.map((one) => ({ value: one, label: one })),
          ]}
          onChange={(value) => onChange({ ...selector, region: value === "" ? undefined : value })}
        />
        <SelectField
          label={t("request.selector.most")}
          value={String(mostNodes)}
          options={Array.from({ length: highest }, (_, n) => ({
            value: String(n + 1),
            label: String(n + 1),
          }))}
          onChange={(value) => onMost(Number(value))}
        />
      </div>
      {Object.entries(tags).map(([key, value]) => (
        <div key={key} className="flex items-end gap-2">
          <SelectField
            label={key}
            value={value}
            options={valuesOf(choices, key, value).map((one) => ({ value: one, label: one }))}
            onChange={(next) => setTag(key, next)}
          />
          <button
            type="button"
            onClick={() => withoutTag(key)}
            className="inline-flex size-10 shrink-0 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
          >
            <X aria-hidden className="size-4" />
            <span className="sr-only">{t("request.selector.remove", { tag: key })}</span>
          </button>
        </div>
      ))}
      {unused.length > 0 && (
        <SelectField
          label={t("request.selector.add")}
          value=""
          options={[
            { value: "", label: t("request.selector.add.choose") },
            ...unused.flatMap(({ key, values }) =>
              values.map((value) => ({
                value: JSON.stringify([key, value]),
                label: `${key}=${value}`,
              })),
            ),
          ]}
          onChange={(chosen) => {
            const found = unused.find(({ key, values }) =>
              values.some((value) => JSON.stringify([key, value]) === chosen),
            );
            const value = found?.values.find((one) => JSON.stringify([found.key, one]) === chosen);
            if (found && value !== undefined) setTag(found.key, value);
          }}
        />
      )}
      {Object.keys(tags).length > 0 && (
        <MatchList
          matches={{ ...matches, nodes: matches.nodes.map((node) => ({ ...node, wasAsked: true })) }}
        />
      )}
    </fieldset>
  );
}

/** The values to choose from; the one that is chosen is there even when no node has it any more. */
function valuesOf(choices: SelectorChoices, key: string, value: string): string[] {
  const values = choices.tags.find((tag) => tag.key === key)?.values ?? [];
  return values.includes(value) ? values : [value, ...values];
}

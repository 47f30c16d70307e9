"use client";

import type { ComponentProps } from "react";
import { type SuggestAnswer, SuggestBox } from "@/components/ui/filter/suggest-box";
import type { Suggested, SuggestedName } from "@/lib/overview/search/views";
import { t } from "@/messages/translate";
import { failureSentence } from "./post";

/** The field of a filter that suggests people or nodes while one types. */
export function SuggestFilter({
  kind,
  ...box
}: Omit<ComponentProps<typeof SuggestBox>, "onSuggest"> & { kind: Suggested }) {
  return <SuggestBox {...box} onSuggest={SUGGEST[kind]} />;
}

// One function each for good: a new one would ask again.
const SUGGEST = {
  person: (text: string, signal: AbortSignal) => suggest("person", text, signal),
  node: (text: string, signal: AbortSignal) => suggest("node", text, signal),
} as const;

async function suggest(kind: Suggested, text: string, signal: AbortSignal): Promise<SuggestAnswer> {
  try {
    const response = await fetch(`/api/suggest?${new URLSearchParams({ kind, q: text })}`, { signal });
    if (!response.ok) return { ok: false, sentence: await failureSentence(response) };
    const { names } = (await response.json()) as { names: SuggestedName[] };
    return { ok: true, value: names.map(({ id, name, detail }) => ({ value: id, label: name, detail })) };
  } catch {
    return { ok: false, sentence: t("command.unreachable") };
  }
}

"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { t } from "@/messages/translate";
import { cx } from "../cx";
import { ChipForm } from "./chip-form";
import { hrefOf, type ListAddress } from "./filter-fields";

/** Something that what was typed may mean. */
export interface Suggestion {
  /** What the address says for it. */
  value: string;
  label: string;
  /** What tells it from others of its name. */
  detail: string | null;
}

/** What was suggested, or one sentence that says why nothing was. */
export type SuggestAnswer = { ok: true; value: readonly Suggestion[] } | { ok: false; sentence: string };
export type Suggest = (text: string, signal: AbortSignal) => Promise<SuggestAnswer>;

interface SuggestBoxProps {
  /** The list's path. */
  action: string;
  name: string;
  label: string;
  address: ListAddress;
  others: readonly (readonly [string, string])[];
  /** Whether only what was suggested can be chosen, not what was typed. */
  isExact: boolean;
  onSuggest: Suggest;
}

const PAUSE_MS = 180;

/** A field that suggests while one types, after the ARIA combobox with a list; choosing filters at once. */
export function SuggestBox({ action, name, label, address, others, isExact, onSuggest }: SuggestBoxProps) {
  const router = useRouter();
  const listId = useId();
  const [text, setText] = useState("");
  const [moved, setMoved] = useState(0);
  // Nothing is asked for a box that nobody opened.
  const [isAsked, setAsked] = useState(false);
  const [known, setKnown] = useState<{ text: string; answer: SuggestAnswer }>();
  const wanted = text.trim();

  // Suggestions are asked for over the network.
  useEffect(() => {
    if (!isAsked) return;
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await onSuggest(wanted, asked.signal);
      if (!asked.signal.aborted) setKnown({ text: wanted, answer });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [isAsked, wanted, onSuggest]);

  const answer = known?.text === wanted ? known.answer : undefined;
  const options: readonly Suggestion[] = [
    ...(answer?.ok ? answer.value : []),
    ...(wanted === "" || isExact
      ? []
      : [{ value: wanted, label: t("lists.find.containing", { text: wanted }), detail: null }]),
  ];
  const chosen = Math.min(moved, options.length - 1);
  const choose = (option: Suggestion | undefined) => {
    if (!option) return;
    setText("");
    router.push(hrefOf(action, address, { [name]: option.value }));
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    // While a syllable is composed, Enter and the arrows belong to the input method.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") setMoved((chosen + 1) % Math.max(1, options.length));
    else if (event.key === "ArrowUp") setMoved((chosen - 1 + options.length) % Math.max(1, options.length));
    else return;
    event.preventDefault();
  };
  return (
    <ChipForm
      action={action}
      label={label}
      others={others}
      onSend={() => {
        choose(options[chosen]);
        return options.length > 0;
      }}
    >
      <div className="grid min-w-0 flex-1 gap-1">
        <input
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-activedescendant={options.length > 0 ? `${listId}-${chosen}` : undefined}
          aria-autocomplete="list"
          aria-label={label}
          name={name}
          value={text}
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          placeholder={t("lists.find.name")}
          onFocus={() => setAsked(true)}
          onChange={(event) => {
            setText(event.target.value);
            setMoved(0);
          }}
          onKeyDown={press}
          className="h-11 w-full min-w-56 rounded-md border border-line-strong bg-surface px-2.5 text-base placeholder:text-faint rail:h-7.5 rail:text-sm"
        />
        <div role="listbox" id={listId} aria-label={label}>
          {options.map((option, at) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus (aria-activedescendant)
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
            <div
              key={`${option.value}-${option.label}`}
              role="option"
              id={`${listId}-${at}`}
              aria-selected={at === chosen}
              onMouseMove={() => at !== chosen && setMoved(at)}
              // The field keeps the focus, so that the box stays open until the choice is made.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
              className={cx(
                "flex min-h-11 cursor-pointer items-center justify-between gap-3 rounded-sm px-2 text-sm rail:min-h-8",
                at === chosen && "bg-selected",
              )}
            >
              <bdi className="min-w-0 truncate">{option.label}</bdi>
              {option.detail !== null && (
                <bdi className="min-w-0 truncate text-faint text-xs">{option.detail}</bdi>
              )}
            </div>
          ))}
        </div>
        <p role="status" className="text-faint text-xs empty:hidden">
          {statusOf(wanted, answer, isAsked)}
        </p>
      </div>
    </ChipForm>
  );
}

function statusOf(text: string, answer: SuggestAnswer | undefined, isAsked: boolean): string {
  if (!isAsked) return "";
  if (answer === undefined) return t("command.searching");
  if (!answer.ok) return answer.sentence;
  return answer.value.length === 0 && text !== "" ? t("lists.find.none") : "";
}

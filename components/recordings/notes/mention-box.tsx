"use client";

import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from "react";
import { cx } from "@/components/ui/cx";
import { t } from "@/messages/translate";
import { mentionAt } from "./note-text";
import type { NoteWriting } from "./notes-given";

interface MentionBoxProps extends Pick<NoteWriting, "onSuggest"> {
  fieldRef: RefObject<HTMLTextAreaElement | null>;
  label: string;
  placeholder: string;
  value: string;
  maxLength: number;
  onChange: (text: string) => void;
}

const PAUSE_MS = 180;

/** A field that suggests people after an @, as the ARIA combobox with a list does. */
export function MentionBox(props: MentionBoxProps) {
  const { fieldRef, label, placeholder, value, maxLength, onChange, onSuggest } = props;
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [found, setFound] = useState<{ wanted: string; names: readonly string[] }>();
  const [moved, setMoved] = useState(0);
  // Put away with Escape, until something else is wanted.
  const [closed, setClosed] = useState<string>();
  const wanted = mentionAt(value.slice(0, caret));

  // Names are asked for over the network.
  useEffect(() => {
    if (wanted === undefined) return;
    const asked = new AbortController();
    const timer = setTimeout(async () => {
      const names = await onSuggest(wanted, asked.signal);
      if (!asked.signal.aborted) setFound({ wanted, names });
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      asked.abort();
    };
  }, [wanted, onSuggest]);

  const isOpen = wanted !== undefined && wanted !== closed && found?.wanted === wanted;
  // A name that stands there already has nothing to add.
  const names = isOpen ? found.names.filter((name) => name !== wanted) : [];
  const chosen = Math.min(moved, names.length - 1);
  const choose = (name: string | undefined) => {
    if (name === undefined || wanted === undefined) return;
    const start = caret - wanted.length;
    const next = `${value.slice(0, start)}${name} ${value.slice(caret)}`;
    if (next.length > maxLength) return;
    onChange(next);
    setCaret(start + name.length + 1);
    setMoved(0);
    // The field gets its new text with the next picture; then the caret is put after the name.
    requestAnimationFrame(() => {
      fieldRef.current?.focus();
      fieldRef.current?.setSelectionRange(start + name.length + 1, start + name.length + 1);
    });
  };
  const press = (event: KeyboardEvent) => {
    if (names.length === 0 || event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown") setMoved((chosen + 1) % names.length);
    else if (event.key === "ArrowUp") setMoved((chosen - 1 + names.length) % names.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(names[chosen]);
    else if (event.key === "Escape") setClosed(wanted);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div>
      <textarea
        ref={fieldRef}
        rows={2}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={names.length > 0 ? listId : undefined}
        aria-activedescendant={names.length > 0 ? `${listId}-${chosen}` : undefined}
        placeholder={placeholder}
        value={value}
        maxLength={maxLength}
        onChange={(event) => {
          onChange(event.target.value);
          setCaret(event.target.selectionStart);
          setMoved(0);
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={press}
        className="field-sizing-content max-h-40 min-h-16 w-full min-w-0 resize-none rounded-md border border-line-strong bg-raised px-3 py-2 text-base placeholder:text-faint rail:text-sm"
      />
      {names.length > 0 && (
        <div role="listbox" id={listId} aria-label={t("replay.note.people")} className="mt-1 grid">
          {names.map((name, at) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field above keeps the focus (aria-activedescendant)
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above takes the keys
            <div
              key={name}
              role="option"
              id={`${listId}-${at}`}
              aria-selected={at === chosen}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(name)}
              className={cx(
                "flex min-h-11 cursor-pointer items-center rounded-sm px-2 text-sm hover:bg-hover rail:min-h-8",
                at === chosen && "bg-selected",
              )}
            >
              <bdi className="min-w-0 truncate">{name}</bdi>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

import { cx } from "./cx";

interface InitialsProps {
  name: string;
  /** "machine" is square: what no person did. */
  as?: "person" | "machine";
  isBig?: boolean;
}

/** Who it was, as two letters. For the eye: the name stands beside it. */
export function Initials({ name, as = "person", isBig = false }: InitialsProps) {
  return (
    <span
      aria-hidden
      className={cx(
        "inline-grid shrink-0 place-items-center bg-selected font-semibold text-soft leading-none",
        as === "person" ? "rounded-full" : "rounded-sm",
        isBig ? "size-8 text-xs" : "size-5 text-[0.59375rem]",
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

/** "Ana Duarte" → "AD", "林怡君" → "林": the first letters of the first and the last word, one of what has no letters. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/u);
  const first = firstLetter(words[0]);
  if (/\p{Script=Han}|\p{Script=Hangul}|\p{Script=Hiragana}|\p{Script=Katakana}/u.test(first)) return first;
  const last = words.length > 1 ? firstLetter(words.at(-1)) : "";
  return (first + last).toLocaleUpperCase("en");
}

function firstLetter(word: string | undefined): string {
  return /\p{L}|\p{N}/u.exec(word ?? "")?.[0] ?? "";
}

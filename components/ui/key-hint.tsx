/** A key to press, as on the keyboard. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <kbd className="rounded-sm border border-line-mid bg-surface px-1 font-medium text-[0.6875rem] text-faint leading-4">
      {keys}
    </kbd>
  );
}

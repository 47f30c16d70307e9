/** A key to press, as on the keyboard. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <kbd className="rounded-md border border-line-strong bg-sunken px-1 font-mono text-soft text-xs">
      {keys}
    </kbd>
  );
}

/** A card over the screen; where it stands is the caller's. */
export const CARD =
  "absolute z-10 mx-auto grid w-[min(28.75rem,calc(100%-2rem))] max-h-[calc(100%-2rem)] gap-3.5 overflow-y-auto rounded-lg border border-line-mid bg-raised p-5 text-soft shadow-float";

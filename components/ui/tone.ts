/** neutral = over, blue = waiting, green = in force or proven, amber = needs a person soon, red = refused or failed, violet = break-glass. */
export type Tone = "neutral" | "blue" | "green" | "amber" | "red" | "violet";

export const TONE_TEXT = {
  neutral: "text-neutral",
  blue: "text-blue",
  green: "text-green",
  amber: "text-amber",
  red: "text-red",
  violet: "text-violet",
} as const satisfies Record<Tone, string>;

export const TONE_BOX = {
  neutral: "border-neutral-line bg-neutral-wash text-neutral",
  blue: "border-blue-line bg-blue-wash text-blue",
  green: "border-green-line bg-green-wash text-green",
  amber: "border-amber-line bg-amber-wash text-amber",
  red: "border-red-line bg-red-wash text-red",
  violet: "border-violet-line bg-violet-wash text-violet",
} as const satisfies Record<Tone, string>;

export const TONE_WASH = {
  neutral: "bg-neutral-wash text-neutral",
  blue: "bg-blue-wash text-blue",
  green: "bg-green-wash text-green",
  amber: "bg-amber-wash text-amber",
  red: "bg-red-wash text-red",
  violet: "bg-violet-wash text-violet",
} as const satisfies Record<Tone, string>;

export const TONE_EDGE = {
  neutral: "border-neutral-line",
  blue: "border-blue-line",
  green: "border-green-line",
  amber: "border-amber-line",
  red: "border-red-line",
  violet: "border-violet-line",
} as const satisfies Record<Tone, string>;

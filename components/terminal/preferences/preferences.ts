import { z } from "zod";

/** The colours of terminals: blocks of app/globals.css. */
export const TERMINAL_THEMES = ["dark", "light", "contrast"] as const;
export type TerminalTheme = (typeof TERMINAL_THEMES)[number];

/** How terminals look in this browser. */
export interface TerminalLook {
  theme: TerminalTheme;
  /** In CSS pixels. */
  fontSize: number;
  /** What stands on the screen and what comes is told to a screen reader. No browser says whether one is running. */
  screenReader: boolean;
  /** Whether Control V pastes, as everywhere else on Windows and Linux; otherwise the shell gets it. */
  controlVPastes: boolean;
}

const SIZES = [10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32];
export const USUAL_LOOK: TerminalLook = {
  theme: "dark",
  fontSize: 14,
  screenReader: false,
  controlVPastes: true,
};

const stored = z.object({
  theme: z.enum(TERMINAL_THEMES).optional().catch(undefined),
  fontSize: z
    .number()
    .refine((size) => SIZES.includes(size))
    .optional()
    .catch(undefined),
  screenReader: z.boolean().optional().catch(undefined),
  controlVPastes: z.boolean().optional().catch(undefined),
});

/**
 * Reads what this browser has kept; whatever is not right in it is as usual.
 * @param wantsContrast whether the system asks for more contrast: then that is usual
 */
export function parseLook(text: string | null, wantsContrast = false): TerminalLook {
  const kept = readKept(text);
  return {
    theme: kept.theme ?? (wantsContrast ? "contrast" : USUAL_LOOK.theme),
    fontSize: kept.fontSize ?? USUAL_LOOK.fontSize,
    screenReader: kept.screenReader ?? USUAL_LOOK.screenReader,
    controlVPastes: kept.controlVPastes ?? USUAL_LOOK.controlVPastes,
  };
}

/**
 * What a browser keeps once something of the look is chosen: only what was ever chosen, so that the rest stays usual.
 * @param text what it has kept so far
 */
export function keepLook(text: string | null, changed: Partial<TerminalLook>): string {
  return JSON.stringify({ ...readKept(text), ...changed });
}

function readKept(text: string | null): z.infer<typeof stored> {
  if (text === null) return {};
  try {
    return stored.safeParse(JSON.parse(text)).data ?? {};
  } catch {
    return {};
  }
}

/** The next larger or smaller size, as long as there is one; 0 is the usual one. */
export function stepFontSize(size: number, step: 1 | -1 | 0): number {
  if (step === 0) return USUAL_LOOK.fontSize;
  const next = step === 1 ? SIZES.find((one) => one > size) : SIZES.findLast((one) => one < size);
  return next ?? size;
}

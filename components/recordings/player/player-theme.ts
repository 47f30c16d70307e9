import { createHexReader } from "@/components/hex-colour";

const PALETTE = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** As asciicast v2 writes it: `#rrggbb`, the palette joined by colons. */
export interface PlayerTheme {
  fg: string;
  bg: string;
  palette: string;
}

/** The terminal's colours from the style sheet as the player wants them. */
export function readPlayerTheme(element: Element): PlayerTheme {
  const token = createHexReader(element);
  return {
    fg: token("foreground"),
    bg: token("background"),
    palette: [...PALETTE, ...PALETTE.map((name) => `bright-${name}`)].map(token).join(":"),
  };
}

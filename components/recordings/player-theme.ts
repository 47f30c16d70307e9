const PALETTE = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

/** As asciicast v2 writes it: `#rrggbb`, the palette joined by colons. */
export interface PlayerTheme {
  fg: string;
  bg: string;
  palette: string;
}

/** The terminal's colours from the style sheet as the player wants them. */
export function readPlayerTheme(element: Element): PlayerTheme {
  const style = getComputedStyle(element);
  const hexOf = createHexReader();
  const token = (name: string) => hexOf(style.getPropertyValue(`--terminal-${name}`));
  return {
    fg: token("foreground"),
    bg: token("background"),
    palette: [...PALETTE, ...PALETTE.map((name) => `bright-${name}`)].map(token).join(":"),
  };
}

/** Lets the browser turn any CSS colour into sRGB by painting one pixel with it. */
function createHexReader(): (colour: string) => string {
  const canvas = document.createElement("canvas");
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (colour) => {
    if (!context) return "#888888";
    context.fillStyle = colour.trim();
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
}

/**
 * Reads the terminal's tokens of an element as #rrggbb, for libraries that know nothing else.
 * @returns the colour of a token, such as "foreground"
 */
export function createHexReader(element: Element): (token: string) => string {
  const paint = createPainter();
  return (token) => paint(getComputedStyle(element).getPropertyValue(`--terminal-${token}`));
}

/** Lets the browser turn any CSS colour into sRGB by painting one pixel with it. */
function createPainter(): (colour: string) => string {
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

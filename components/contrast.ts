/** A colour as CSS writes it: lightness 0–1, chroma, hue in degrees. */
export interface Oklch {
  lightness: number;
  chroma: number;
  hue: number;
}

/**
 * Linear-light sRGB of an OKLCH colour, clipped to the screen's gamut.
 * The matrices are those of CSS Color 4, https://www.w3.org/TR/css-color-4/#color-conversion-code
 */
function toLinearRgb({ lightness, chroma, hue }: Oklch): [number, number, number] {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function luminance(colour: Oklch): number {
  const [red, green, blue] = toLinearRgb(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it. */
export function contrastOf(one: Oklch, other: Oklch): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The opaque colours of a style sheet by name, for one theme; `light-dark()` is resolved. */
export function readTokens(css: string, theme: "light" | "dark"): Map<string, Oklch> {
  const tokens = new Map<string, Oklch>();
  const colour = String.raw`oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)`;
  const declaration = new RegExp(`--([a-z-]+): (?:light-dark\\(${colour}, ${colour}\\)|${colour});`, "g");
  for (const match of css.matchAll(declaration)) {
    const [name, ...parts] = match.slice(1);
    const numbers = parts.map(Number);
    const pick = match[8] !== undefined ? 6 : theme === "light" ? 0 : 3;
    const [lightness, chroma, hue] = numbers.slice(pick, pick + 3);
    if (name === undefined || lightness === undefined || chroma === undefined || hue === undefined) continue;
    tokens.set(name, { lightness: lightness / 100, chroma, hue });
  }
  return tokens;
}

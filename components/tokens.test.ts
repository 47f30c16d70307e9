import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { contrastOf, type Oklch, readTokens } from "./contrast";

const css = readFileSync(new URL("../app/tokens.css", import.meta.url), "utf8");
const SURFACES = ["surface", "raised", "sunken", "hover"];
const TONES = ["neutral", "blue", "green", "amber", "red", "violet"];
const TERMINAL = ["red", "green", "yellow", "blue", "magenta", "cyan", "white"];

const BLACK: Oklch = { lightness: 0, chroma: 0, hue: 0 };
const WHITE: Oklch = { lightness: 1, chroma: 0, hue: 0 };

describe("contrast", () => {
  it("is 21 between black and white and 1 between equals", () => {
    expect(contrastOf(BLACK, WHITE)).toBeCloseTo(21, 3);
    expect(contrastOf(WHITE, WHITE)).toBe(1);
  });

  it("agrees with a known pair: sRGB #777777 on white is 4.48", () => {
    expect(contrastOf({ lightness: 0.5693, chroma: 0, hue: 0 }, WHITE)).toBeCloseTo(4.48, 1);
  });
});

describe.each(["light", "dark"] as const)("the %s theme", (theme) => {
  const tokens = readTokens(css.slice(0, css.indexOf("[data-terminal-theme")), theme);
  const colour = (name: string): Oklch => {
    const found = tokens.get(name);
    if (!found) throw new Error(`tokens.css has no --${name}`);
    return found;
  };
  const pairs = [
    ...SURFACES.flatMap((surface) =>
      ["ink", "soft", "faint", "accent", ...TONES].map((text) => [text, surface] as const),
    ),
    ...TONES.map((tone) => [tone, `${tone}-wash`] as const),
    ...TONES.map((tone) => ["ink", `${tone}-wash`] as const),
    ...TONES.map((tone) => ["soft", `${tone}-wash`] as const),
    ...["ink", "soft"].flatMap((text) => [[text, "selected"] as const, [text, "seg"] as const]),
    ["ink", "seg-on"] as const,
    ["on-primary", "primary"] as const,
    ["on-primary", "primary-hover"] as const,
    ["on-danger", "danger"] as const,
    ["on-violet", "violet-solid"] as const,
    ["on-prod", "prod"] as const,
    ["prod-text", "prod-wash"] as const,
    ["on-tier-zero", "tier-zero"] as const,
    ["staging", "surface"] as const,
    ["staging", "hover"] as const,
    ["terminal-foreground", "terminal-background"] as const,
    ["terminal-foreground", "terminal-selection"] as const,
    ...TERMINAL.flatMap((name) => [
      [`terminal-${name}`, "terminal-background"] as const,
      [`terminal-bright-${name}`, "terminal-background"] as const,
    ]),
    ["terminal-bright-black", "terminal-background"] as const,
  ];

  it.each(pairs)("has --%s readable on --%s", (text, background) => {
    expect(contrastOf(colour(text), colour(background))).toBeGreaterThanOrEqual(4.5);
  });

  // WCAG 1.4.11: the outline of something to operate.
  it.each(
    ["surface", "raised"].flatMap((surface) =>
      ["line-strong", "focus", "staging-line", "bar-fill"].map((line) => [line, surface] as const),
    ),
  )("has --%s visible on --%s", (line, surface) => {
    expect(contrastOf(colour(line), colour(surface))).toBeGreaterThanOrEqual(3);
  });

  it.each(["bar-fill", "amber-bar", "red-bar"])("has --%s visible on its track", (bar) => {
    expect(contrastOf(colour(bar), colour("track"))).toBeGreaterThanOrEqual(2);
  });
});

describe.each([
  ["light", 4.5],
  ["contrast", 7],
] as const)("the %s terminal theme", (theme, least) => {
  const block = new RegExp(`\\[data-terminal-theme="${theme}"\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  const tokens = readTokens(block, "dark");
  const names = [...readTokens(css.slice(0, css.indexOf("[data-terminal-theme")), "dark").keys()];

  it("has every colour that the usual one has", () => {
    expect([...tokens.keys()].sort()).toEqual(names.filter((name) => name.startsWith("terminal-")).sort());
  });

  it.each(["foreground", ...TERMINAL.flatMap((name) => [name, `bright-${name}`]), "bright-black"])(
    "has --terminal-%s readable on its background",
    (name) => {
      const [text, background] = [tokens.get(`terminal-${name}`), tokens.get("terminal-background")];
      if (!text || !background) throw new Error(`no --terminal-${name}`);
      expect(contrastOf(text, background)).toBeGreaterThanOrEqual(least);
    },
  );

  it.each(["selection", "match"])("has its text readable on --terminal-%s", (name) => {
    const [text, background] = [tokens.get("terminal-foreground"), tokens.get(`terminal-${name}`)];
    if (!text || !background) throw new Error(`no --terminal-${name}`);
    expect(contrastOf(text, background)).toBeGreaterThanOrEqual(4.5);
  });
});

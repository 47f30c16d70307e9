import { chromium } from "@playwright/test";
import { MOST_SCRIPTS_KB, weighScripts } from "@/server/testing/scripts";
import { Visitor } from "@/server/testing/visitor";
import type { findBrowser } from "../../tools/checkout/browser.mjs";
import type { World } from "../../tools/world.mjs";
import { Crew, PHONE } from "./crew";
import { crowd } from "./crowd";
import { watchLayout } from "./layout-watch";
import { inspect, LANGUAGES, type Language, narrow, open } from "./looks";
import { type Path, walkByKeys, walkWithApproval } from "./paths";
import { type Visit, visitsOf } from "./visits";

/** What is measured of a page, in a world full of long words, several nodes and open shells. */
export interface PageFigures {
  path: string;
  who: string;
  /** Milliseconds from the start of the navigation to the first text, in a browser that has nothing of it. */
  firstPaintMs: number;
  /** Cumulative layout shift. */
  shift: { wide: number; phone: number };
  /** What moved where it is too much. */
  moved: string[];
  /** KB with gzip. */
  scripts: Record<Language, number>;
  /** What axe finds in two themes at three widths, and what does not fit at five widths in two languages. */
  violations: string[];
  overflow: string[];
}

export interface Figures {
  paths: Path[];
  pages: PageFigures[];
}

/** The most there may be: `walk.e2e.ts` holds everything to it that is not a matter of speed. */
export const LIMITS = { keys: 45, taps: 2, shift: 0.02, scriptsKb: MOST_SCRIPTS_KB } as const;

/**
 * Walks the portal and measures it.
 * @param tell is told of each step
 */
export async function measureWalk(
  world: World,
  launch: Awaited<ReturnType<typeof findBrowser>>,
  tell: (line: string) => void,
): Promise<Figures> {
  const browser = await chromium.launch(launch);
  const crew = new Crew(browser, world);
  try {
    const paths = [];
    for (const walk of [walkByKeys, walkWithApproval]) {
      paths.push(await walk(crew));
      await crew.close();
    }
    const visits = visitsOf(await crowd(crew));
    const pages = [];
    for (const visit of visits) {
      tell(visit.path);
      pages.push(await measurePage(crew, visit));
      await crew.close();
    }
    return { paths, pages };
  } finally {
    await browser.close();
  }
}

export async function measurePage(crew: Crew, visit: Visit): Promise<PageFigures> {
  const { path, who = "nobody", address } = visit;
  const wide = await watchLayout(crew, await crew.open(visit.who), address);
  const phone = await watchLayout(crew, await crew.open(visit.who, { viewport: PHONE }), address);
  const scripts = { en: 0, "zh-TW": 0 };
  const visitor = visit.who ? await Visitor.signIn(crew.world, visit.who) : new Visitor(crew.world);
  const violations: string[] = [];
  const overflow: string[] = [];
  for (const language of LANGUAGES) {
    scripts[language] = await weighScripts(visitor, address, language);
    const page = await open(crew, visit, language);
    overflow.push(...(await narrow(page)).map((line) => `${language}, ${line}`));
    if (language === "en") violations.push(...(await inspect(page, [1360, 390, 360])));
  }
  const moved = [wide, phone].flatMap(({ shift, moved }) => (shift > LIMITS.shift ? moved : []));
  return {
    ...{ path, who, firstPaintMs: wide.firstPaintMs, shift: { wide: wide.shift, phone: phone.shift }, moved },
    ...{ scripts, violations, overflow },
  };
}

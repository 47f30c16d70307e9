import type { Page } from "@playwright/test";

/**
 * What makes a page wider than the screen, or can be pressed beside it.
 * @returns a line for each such thing; none when the page is as wide as the screen
 */
export function findOverflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const nameOf = (element: Element) =>
      `${element.tagName.toLowerCase()} “${element.textContent?.trim().slice(0, 40) ?? ""}”`;
    const endOf = (element: Element) => element.getBoundingClientRect().right;
    // A row of chips, of tabs or of a phone's keys scrolls in itself.
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      element !== document.body &&
      (/auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    const pressed = [...document.querySelectorAll("main button, main a")].filter(
      (one) => one.checkVisibility() && endOf(one) > innerWidth + 1 && !scrolls(one),
    );
    const beside = pressed.map((one) => `${nameOf(one)} ends at ${Math.round(endOf(one))} px`);
    const width = (document.scrollingElement ?? document.documentElement).scrollWidth;
    if (width <= innerWidth) return beside;
    const wide = [...document.querySelectorAll("body *")].filter((one) => endOf(one) > innerWidth + 1);
    // The innermost are what has to be mended.
    const innermost = wide.filter((one) => !wide.some((other) => other !== one && one.contains(other)));
    return [
      `the page is ${width} px wide on a screen of ${innerWidth} px`,
      ...innermost.slice(0, 5).map((one) => `${nameOf(one)} ends at ${Math.round(endOf(one))} px`),
      ...beside,
    ];
  });
}

import type { Page } from "@playwright/test";

/**
 * Gives everything that is another in each run the same words and widths, and keeps it so while the page is drawn anew:
 * instants, countdowns and their bars, ids, ports. What a picture compares is how a page looks.
 */
export async function standStill(page: Page): Promise<void> {
  await page.evaluate(() => {
    const fixed = (text: string) =>
      text
        .replace(/\b\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\b/g, "12:00")
        .replace(/\b[0-9A-Z]{26}\b/g, "01J0000000000000000000000Z")
        .replace(/^\d+ (ms|s)$/g, "9 s")
        // The jobs may have looked at the next region by now.
        .replace(/\b\d of (\d) regions\b/g, "1 of $1 regions")
        .replace(/localhost:\d+/g, "localhost:3000")
        .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3}(?: \d{4})?\b/g, "Thu 26 Nov");
    const settle = () => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const within = node.parentElement;
        const text = node.nodeValue ?? "";
        if (text.trim() === "" || within?.closest("script, style")) continue;
        const wanted = within?.closest("time, [role=timer]") ? "12 min" : fixed(text);
        if (text !== wanted) node.nodeValue = wanted;
      }
      for (const one of document.querySelectorAll<HTMLElement>(".rounded-full > [style*='width']"))
        if (one.style.width !== "60%") one.style.width = "60%";
      // When each line of a recording came is in no two of them the same.
      for (const one of document.querySelectorAll<HTMLElement>("div:has(> [data-player-slider])"))
        if (one.style.visibility !== "hidden") one.style.visibility = "hidden";
      for (const one of document.querySelectorAll("code"))
        if (/^[a-z]{3}_/.test(one.textContent ?? "") && one.textContent !== "abc_01J0…0000")
          one.textContent = "abc_01J0…0000";
    };
    settle();
    // Before each frame that something has changed in.
    new MutationObserver(settle).observe(document.body, {
      ...{ subtree: true, childList: true, characterData: true },
      ...{ attributes: true, attributeFilter: ["style"] },
    });
  });
}

/** The icon of a page whose person has something new to see. */
const UNSEEN_ICON = "/icon-unseen.svg";

let count = "";
/** The title as its page wrote it, and as we left it. */
let [bare, shown] = ["", ""];
let isWatching = false;

/**
 * Shows in the browser's tab how much is unseen: "(2) Nodes · Halligan" and a dot on the icon. Pages, and a terminal each
 * second, go on writing their titles: what they write is kept, with the number before it.
 * @param unseen "2" or "50+"; empty: nothing
 */
export function showInTab(unseen: string): void {
  count = unseen;
  if (!isWatching && count !== "") {
    isWatching = true;
    new MutationObserver(apply).observe(document.head, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  }
  apply();
}

function apply(): void {
  if (document.title !== shown) bare = document.title;
  // A title is read without blanks at its end. One that is never read as it was written would be written for ever: while
  // a page is exchanged for another there is no title.
  const wanted = count === "" ? bare : `(${count}) ${bare}`.trim();
  if (document.title !== wanted) document.title = wanted;
  shown = document.title;
  for (const link of document.head.querySelectorAll<HTMLLinkElement>("link[rel~=icon]")) {
    link.dataset.plain ??= link.getAttribute("href") ?? "";
    const href = count === "" ? link.dataset.plain : UNSEEN_ICON;
    if (link.getAttribute("href") !== href) link.setAttribute("href", href);
  }
}

/** Characters of output that a screen reader is given at once; whoever wants more reads the rows. */
const MOST_ANNOUNCED = 4096;

/**
 * Keeps short what xterm.js tells screen readers. It counts lines only, so that one line of megabytes would be put
 * into the page whole, and laid out again with each second of output.
 * @param element around the terminal, which is open
 * @returns stops
 */
export function limitAnnouncements(element: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    const region = element.querySelector(".live-region");
    const text = region?.textContent ?? "";
    // The end stays: it is the prompt, or what the program said last.
    if (region && text.length > MOST_ANNOUNCED) region.textContent = text.slice(-MOST_ANNOUNCED);
  });
  // The region comes and goes with the screen reader mode, and holds nothing but text.
  const attach = () => {
    const region = element.querySelector(".live-region");
    if (region) observer.observe(region, { childList: true });
  };
  const attacher = new MutationObserver(attach);
  const screen = element.querySelector(".xterm");
  if (screen) attacher.observe(screen, { childList: true });
  attach();
  return () => {
    observer.disconnect();
    attacher.disconnect();
  };
}

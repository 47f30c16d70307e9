const MOST_SCALE = 3;

/**
 * Scales a screen so that all of it is seen, as large as its frame lets it be, in the middle.
 * @param frame what it is to fill
 * @param screen has a size of its own; undefined: it is not there yet
 */
export function fitInto(frame: HTMLElement, screen: HTMLElement | null | undefined): void {
  const width = screen?.offsetWidth ?? 0;
  const height = screen?.offsetHeight ?? 0;
  if (!screen || width === 0 || height === 0) return;
  const scale = Math.min(MOST_SCALE, frame.clientWidth / width, frame.clientHeight / height);
  const left = (frame.clientWidth - width * scale) / 2;
  const top = (frame.clientHeight - height * scale) / 2;
  screen.style.transformOrigin = "0 0";
  screen.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
}

import type { FormLine } from "../agent-form/form-lines";
import { isGap, type LineSource, MOST_AHEAD_LINES, type SourceItem } from "./line-source";

/** So many lines in a row say that two sides are together again; at an end, what there is. */
const TOGETHER = 3;
/** A line that stands everywhere (an empty one, a prompt) is looked up at so many places only. */
const MOST_PLACES = 64;

/**
 * Where both sides agree again after a difference: as few lines as possible are passed over.
 * @returns how many of each; undefined: nowhere within what may be looked ahead
 */
export function findAgain(
  recorded: LineSource,
  logged: LineSource,
): { recorded: number; logged: number } | undefined {
  const places = placesOf(logged);
  let best: { recorded: number; logged: number; cost: number } | undefined;
  const most = Math.min(recorded.ready, MOST_AHEAD_LINES);
  for (let index = 0; index < most; index += 1) {
    if (best && 2 * index >= best.cost) break;
    const item = recorded.at(index);
    if (!item || isGap(item)) break;
    for (const place of places.get(item.text) ?? []) {
      const cost = costOf(index, place);
      if (best && cost >= best.cost) continue;
      if (areTogether(recorded, index, logged, place)) best = { recorded: index, logged: place, cost };
    }
  }
  return best;
}

/** As many of both is likelier than of one side alone: then a line was changed, and all stay in their places. */
function costOf(recorded: number, logged: number): number {
  return 2 * Math.max(recorded, logged) + Math.abs(recorded - logged);
}

function placesOf(logged: LineSource): Map<string, number[]> {
  const places = new Map<string, number[]>();
  const most = Math.min(logged.ready, MOST_AHEAD_LINES);
  for (let index = 0; index < most; index += 1) {
    const item = logged.at(index);
    if (!item || isGap(item)) break;
    const known = places.get(item.text);
    if (!known) places.set(item.text, [index]);
    else if (known.length < MOST_PLACES) known.push(index);
  }
  return places;
}

function areTogether(recorded: LineSource, from: number, logged: LineSource, place: number): boolean {
  for (let step = 0; step < TOGETHER; step += 1) {
    const ours = recorded.at(from + step);
    const theirs = logged.at(place + step);
    if (!ours || !theirs || isGap(ours)) return step > 0;
    if (!isSameLine(ours, theirs)) return false;
  }
  return true;
}

/** Whether a line of the log is what the agent makes of a recorded one. */
export function isSameLine(ours: FormLine, theirs: SourceItem): boolean {
  if (isGap(theirs)) return false;
  if (ours.text === theirs.text) return true;
  if (ours.orElse !== null)
    return (
      lettersOf(theirs.text) === lettersOf(ours.text) || lettersOf(theirs.text) === lettersOf(ours.orElse)
    );
  return theirs.seam !== null && isSameAround(ours.text, theirs.text, theirs.seam);
}

/** Where nobody knows what the agent does with a sequence, its letters and digits have to be there. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** An event that ends inside of a character leaves what can't be read on both sides of the cut. */
function isSameAround(ours: string, theirs: string, seam: number): boolean {
  const before = theirs.slice(0, seam).replace(/\ufffd{1,3}$/, "");
  const after = theirs.slice(seam).replace(/^\ufffd{1,3}/, "");
  const cut = ours.length - before.length - after.length;
  return cut >= 0 && cut <= 2 && ours.startsWith(before) && ours.endsWith(after);
}

import type { WindowLimits } from "@/lib/requests/rules";

const USUAL_SECONDS = [300, 900, 1800, 3600, 7200, 14_400, 28_800];
const MOST_CHOICES = 5;

/** The windows to choose from: the usual ones inside the limits, and the longest. */
export function windowChoices({ shortestSeconds, longestSeconds }: WindowLimits): number[] {
  const usual = USUAL_SECONDS.filter((seconds) => seconds >= shortestSeconds && seconds < longestSeconds);
  const choices = [...usual.slice(-(MOST_CHOICES - 1)), longestSeconds];
  return choices.length > 1 || shortestSeconds === longestSeconds
    ? choices
    : [shortestSeconds, longestSeconds];
}

/** What an approver can shorten to: strictly less than was asked for. */
export function narrowerChoices(windowSeconds: number, shortestSeconds: number): number[] {
  const fits = (seconds: number) => seconds >= shortestSeconds && seconds < windowSeconds;
  const usual = USUAL_SECONDS.filter(fits);
  const parts = [Math.floor(windowSeconds / 2), shortestSeconds].filter(fits);
  const fitting = usual.length > 1 ? usual : [...usual, ...parts];
  return [...new Set(fitting)].sort((a, b) => a - b).slice(-4);
}

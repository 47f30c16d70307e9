import { t } from "@/messages/translate";
import { formatDuration } from "@/messages/values";

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

/**
 * "2 min ago", "in 3 d 4 h", "now". What has been is told in one unit, for lists. What is to come has two from an hour
 * on: a due time of tomorrow evening must not read like one of tonight. Neither is ever rounded up: nobody may think
 * that there is more time than there is.
 */
export function relativeTo(at: Date, now: Date): string {
  const seconds = Math.trunc((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  if (size < 5) return t("time.now");
  const unit = size < MINUTE ? 1 : size < HOUR ? MINUTE : size < DAY ? HOUR : DAY;
  const finer = unit === DAY ? HOUR : MINUTE;
  const grain = seconds > 0 && unit >= HOUR ? finer : unit;
  const duration = formatDuration(Math.floor(size / grain) * grain);
  return seconds < 0 ? t("time.ago", { duration }) : t("time.in", { duration });
}

/** "23:41", "1:02:03"; "0:00" when it is over. */
export function countdownText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

export type CountdownStage = "calm" | "five" | "one" | "over";

/** How urgent what is left is: from five minutes on, from one minute on, over. */
export function countdownStage(seconds: number): CountdownStage {
  if (seconds <= 0) return "over";
  if (seconds <= 60) return "one";
  return seconds <= 300 ? "five" : "calm";
}

/** Shortens an id in the middle: `i-0f3a9c41d7e25b91c` → `i-0f3a9c…b91c`. */
export function shortenId(id: string, head = 8, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}

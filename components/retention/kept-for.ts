import { t } from "@/messages/translate";

/** "Kept for 365 days". @param days after the session ended; null: without end */
export function keptFor(days: number | null): string {
  return days === null ? t("retention.always") : t("retention.days", { days });
}

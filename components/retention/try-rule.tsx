import { buttonClass } from "@/components/ui/controls/button-class";
import { TextField } from "@/components/ui/controls/field";
import { DAYS_LIMITS } from "@/lib/keeping/retention/rules";
import type { Protection } from "@/lib/nodes/views";
import { t, wordFor } from "@/messages/translate";

/** Asks what a rule would do: an ordinary form, so it works without a script and its answer has an address. */
export function TryRule({
  protection,
  days,
  isWrong,
}: {
  protection: Protection;
  days: string | undefined;
  isWrong: boolean;
}) {
  const { min, max } = DAYS_LIMITS;
  return (
    <form
      action="/retention"
      aria-label={t("retention.try.on", { class: wordFor("node.protection", protection) })}
      className="flex flex-wrap items-end gap-2"
    >
      <input type="hidden" name="class" value={protection} />
      <div className="w-44">
        <TextField
          label={t("retention.try.days")}
          name="days"
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          defaultValue={days}
          error={isWrong ? t("retention.try.wrong", { min, max }) : undefined}
        />
      </div>
      <button type="submit" className={buttonClass()}>
        {t("retention.try")}
      </button>
      <button type="submit" name="keep" value="always" className={buttonClass("quiet")}>
        {t("retention.try.always")}
      </button>
    </form>
  );
}

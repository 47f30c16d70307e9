import { visibleParts } from "@/components/terminal/paste/paste";
import type { FailureView } from "@/lib/sessions/failing/opening-failure";
import { errorSentence, t, wordFor } from "@/messages/translate";

/** Why a shell did not open, who can mend it, and AWS's own words: hostile text, with what can't be seen as signs. */
export function FailedOpening({ failure: { code, fix, aws, params } }: { failure: FailureView }) {
  return (
    <div className="grid min-w-0 gap-3">
      <p className="text-soft">
        {fix === "none" ? sentenceOf(code, params) : t(`terminal.failed.fix.${fix}`)}
      </p>
      {aws && (
        <dl className="grid min-w-0 gap-x-3 gap-y-1 rounded-md border border-line bg-sunken p-3 text-sm sm:grid-cols-[auto_minmax(0,1fr)]">
          <dt className="text-faint">{t("terminal.failed.action")}</dt>
          <dd className="font-mono [overflow-wrap:anywhere]">{aws.operation}</dd>
          <dt className="text-faint">{t("terminal.failed.code")}</dt>
          <dd className="font-mono [overflow-wrap:anywhere]">
            <AwsText text={aws.code} />
          </dd>
          <dt className="text-faint">{t("terminal.failed.message")}</dt>
          <dd className="max-h-48 overflow-y-auto whitespace-pre-wrap [overflow-wrap:anywhere]">
            <AwsText text={aws.message} />
          </dd>
          {aws.requestId !== undefined && (
            <>
              <dt className="text-faint">{t("terminal.failed.requestId")}</dt>
              <dd className="font-mono [overflow-wrap:anywhere]">
                <AwsText text={aws.requestId} />
              </dd>
            </>
          )}
        </dl>
      )}
    </div>
  );
}

function sentenceOf(code: string, params: FailureView["params"]): string {
  const own = wordFor("end.note", code);
  return own === code ? errorSentence(code, params) : own;
}

function AwsText({ text }: { text: string }) {
  return (
    <bdi>
      {visibleParts(text).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text, made anew with it
        <span key={index} className={part.isControl ? "rounded-sm bg-amber-wash text-amber" : undefined}>
          {part.text}
        </span>
      ))}
    </bdi>
  );
}

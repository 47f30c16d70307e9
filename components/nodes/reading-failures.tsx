import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time/time";
import type { NodeFacets } from "@/lib/nodes/views";
import { errorSentence, t } from "@/messages/translate";

/** Which regions could not be read the last time, why, and how old what is shown of them is. */
export function ReadingFailures({ facets }: { facets: NodeFacets }) {
  const failures = facets.accounts.flatMap((account) =>
    account.regions.flatMap(({ region, readAt, failure }) =>
      failure === null ? [] : [{ account, region, readAt, failure }],
    ),
  );
  return failures.map(({ account, region, readAt, failure }) => (
    <Notice key={`${account.id} ${region}`} tone="amber">
      {t("settings.reading.failed", { account: account.name, region })} {errorSentence(failure)}{" "}
      {readAt === null ? (
        t("settings.reading.never")
      ) : (
        <>
          {t("settings.reading.last")} <Time at={readAt} as="both" />.
        </>
      )}
    </Notice>
  ));
}

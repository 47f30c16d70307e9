import type { Metadata } from "next";
import { readQuery, type SearchParams } from "@/app/(portal)/search-params";
import { againFailure } from "@/app/again-failure";
import { PartMessages } from "@/app/part-messages";
import { PageHead } from "@/components/frame/page-head";
import { PasskeyList } from "@/components/passkeys/passkey-list";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { config } from "@/lib/kernel/config/config";
import { readPasskeys } from "@/lib/step-up/passkeys/change-passkey";
import { t } from "@/messages/translate";
import { AddPasskey, ChangePasskey } from "./own-passkeys";

export const generateMetadata = (): Metadata => ({ title: t("passkeys.title") });

/** The reader's own passkeys: what there is, one more, one less. */
export default async function PasskeysPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await pageActor();
  const again = (await readQuery(searchParams))("again");
  const own = await pageQuery(readPasskeys(actor));
  const gateway = config().GATEWAY_ORIGIN;
  return (
    <>
      <PageHead title={t("passkeys.title")} lead={t("passkeys.lead")} />
      <PartMessages part="passkeys">
        <PasskeyList
          own={own}
          change={(passkey) => <ChangePasskey gateway={gateway} passkey={passkey} />}
          add={
            <AddPasskey
              gateway={gateway}
              level={own.level}
              waitSeconds={own.waitSeconds}
              count={own.passkeys.length}
              isSignedInAgain={again === "done"}
              failure={againFailure(again)}
            />
          }
        />
      </PartMessages>
    </>
  );
}

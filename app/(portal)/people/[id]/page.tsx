import type { Metadata } from "next";
import { PartMessages } from "@/app/part-messages";
import { PersonView } from "@/components/people/person-view";
import { pageActor } from "@/lib/http/page/page";
import { pageQuery } from "@/lib/http/page/page-query";
import { readPerson } from "@/lib/people/read-person";
import { mayAdminister, mayDisable } from "@/lib/people/rules";
import { errorSentence, t } from "@/messages/translate";
import { formatUtc } from "@/messages/values";
import { RevokeSignIn } from "./revoke-sign-in";
import { SwitchAccess } from "./switch-access";

export const generateMetadata = (): Metadata => ({ title: t("people.person") });

export default async function PersonPage({ params }: { params: Promise<{ id: string }> }) {
  const actor = await pageActor();
  const person = await pageQuery(readPerson(actor, (await params).id));
  const { id, name, isDisabled } = person;
  const mayDo = isDisabled ? mayAdminister(actor) : mayDisable(actor, id);
  return (
    <PartMessages part="administration">
      <PersonView
        person={person}
        ownSignInId={actor.signInId}
        revoke={({ id: signInId, startedAt }) => (
          <RevokeSignIn
            person={{ id, name }}
            signInId={signInId}
            startedAt={formatUtc(startedAt, "minutes")}
          />
        )}
        action={
          mayAdminister(actor).ok && (
            <SwitchAccess
              person={{ id, name, isDisabled }}
              disabledReason={mayDo.ok ? undefined : errorSentence(mayDo.code, {})}
            />
          )
        }
      />
    </PartMessages>
  );
}

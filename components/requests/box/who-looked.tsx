import { Time } from "@/components/ui/time/time";
import type { RequestDetail } from "@/lib/requests/views";
import { t } from "@/messages/translate";

const MOST_PEOPLE = 4;

/** Which of those who can decide has opened it, and whether the others are there at all. */
export function WhoLooked({ request }: { request: RequestDetail }) {
  const opened = request.entries.filter(({ kind }) => kind === "opened");
  const waitedFor = new Map(
    request.deciders.flatMap(({ people, given }) =>
      people.filter(({ id }) => given.every((giver) => giver.id !== id)).map(({ id, name }) => [id, name]),
    ),
  );
  const others = request.presence.filter(
    ({ personId }) => waitedFor.has(personId) && opened.every((entry) => entry.personId !== personId),
  );
  if (opened.length + others.length === 0) return null;
  return (
    <ul className="grid gap-0.5">
      {opened.slice(-MOST_PEOPLE).map(({ id, personName, createdAt }) => (
        <li key={id}>
          <bdi>{t("request.seen.opened", { person: personName })}</bdi> <Time at={createdAt} />
        </li>
      ))}
      {others.slice(0, Math.max(0, MOST_PEOPLE - opened.length)).map((one) => (
        <li key={one.personId} className="text-soft">
          <bdi>
            {t(one.isSignedIn ? "request.seen.signedIn" : "request.seen.lastSignIn", {
              person: waitedFor.get(one.personId) ?? "",
            })}
          </bdi>{" "}
          {!one.isSignedIn && one.lastSignInAt && <Time at={one.lastSignInAt} />}
        </li>
      ))}
    </ul>
  );
}

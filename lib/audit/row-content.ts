import { handleOf, type Tx } from "@/lib/db/client";
import { DELEGATION_CONTENTS } from "./contents/delegation";
import { EVIDENCE_CONTENTS } from "./contents/evidence";
import { GLASS_CONTENTS } from "./contents/glass";
import { KEEPING } from "./contents/keeping";
import { LOOP } from "./contents/loop";

/** What an event's `contentSha256` is of. */
export type ContentKind = keyof typeof CONTENTS;

/**
 * The one form in which a row is hashed, for the event that is written with it and for the verifier: a jsonb of named
 * columns, whose text PostgreSQL writes with sorted keys. Only what doesn't change after the event; a column that a
 * later version adds is part of it only where it has a value (`ifAny`).
 */
export const CONTENTS = {
  ...LOOP,
  ...GLASS_CONTENTS,
  ...DELEGATION_CONTENTS,
  ...KEEPING,
  ...EVIDENCE_CONTENTS,
} as const;

/** SQL for the hash of a row's content. */
export const CONTENT_SHA256 = "encode(sha256(convert_to(content::text, 'UTF8')), 'hex')";

/**
 * What an event carries of the row that it speaks of, read back in the event's own transaction, after the row was
 * written: the verifier makes the same hash of the row as it then stands.
 * @param key the id that the event names: of a request, grant, session or review; for a decision the request's, a
 *   space, and the person's or `web`
 * @throws TypeError when there is no such row
 */
export async function contentOf(tx: Tx, kind: ContentKind, key: string): Promise<{ contentSha256: string }> {
  const content = await contentIfAny(tx, kind, key);
  if (!("contentSha256" in content)) throw new TypeError(`there is no ${kind} ${key}`);
  return content;
}

/** The same of a row that may not be there. */
export async function contentIfAny(
  tx: Tx,
  kind: ContentKind,
  key: string,
): Promise<{ contentSha256: string } | Record<never, never>> {
  const rows = await handleOf(tx).$queryRawUnsafe<{ sha256: string }[]>(
    `select ${CONTENT_SHA256} as sha256 from (${CONTENTS[kind].rows}) c where key = $1`,
    key,
  );
  const sha256 = rows[0]?.sha256;
  return sha256 === undefined ? {} : { contentSha256: sha256 };
}

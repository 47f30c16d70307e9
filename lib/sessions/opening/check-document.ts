import {
  differingPaths,
  readDocumentInputs,
  readDocumentKey,
  readDocumentUser,
} from "@/lib/accounts/documents/document-inputs";
import { checkDestinations } from "@/lib/accounts/documents/read-destinations";
import type { RecordChecks } from "@/lib/accounts/documents/record-checks";
import {
  defaultOsUser,
  documentHash,
  expectedDocument,
  isExpectedDocument,
} from "@/lib/accounts/documents/session-document";
import { readDocument } from "@/lib/aws/documents";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import type { Obligations } from "@/lib/policy/obligations";

interface Place {
  account: AccountConfig;
  region: string;
}

/** A session document as it was before the start. */
export interface SeenDocument {
  /** SHA-256 of its canonical content. */
  readonly hash: string;
  readonly checks: RecordChecks;
}

/**
 * Reads the document that a session is to start with, and whether its log can be written where it says. A start names
 * no version and no hash, so the name carries the hash: a changed document logs elsewhere, or not.
 * @throws AppError DOCUMENT_CHANGED naming what differs; AWS_* when the document can't be read
 */
export async function checkDocument(place: Place, documentName: string): Promise<SeenDocument> {
  const content = await readDocument(place, documentName);
  const expected = expectedDocument(place.account);
  const hash = documentHash(content);
  if (hash === undefined || !isExpectedDocument(expected, documentName, content))
    throw changed(
      documentName,
      documentName === expected.name ? differingPaths(expected.content, content) : [],
    );
  // Under another name it may be another document, but no other key: the channel would not be what the settings say.
  if (readDocumentKey(content) !== (place.account.sessionDocument.kmsKeyId ?? ""))
    throw changed(documentName, ["inputs.kmsKeyId"]);
  // Without it the tag that names the user is passed over, and the shell is the agent's own user's.
  if (place.account.osUsers.length > 0 && readDocumentUser(content) !== defaultOsUser(place.account))
    throw changed(documentName, ["inputs.runAsEnabled", "inputs.runAsDefaultUser"]);
  const inputs = readDocumentInputs(content);
  return {
    hash,
    checks: inputs ? await checkDestinations(place, inputs) : { log: "none", findings: ["no-log"] },
  };
}

/**
 * Whether what was found may be opened with: a rule for which a missing log ends the session opens none that will have
 * no log. For others it is noted.
 * @throws AppError LOG_DESTINATION_MISSING
 */
export function requireDestinations({ findings }: RecordChecks, { missingAgentLog }: Obligations): void {
  if (missingAgentLog === "flag" || findings.length === 0) return;
  throw new AppError(
    "LOG_DESTINATION_MISSING",
    `the session's log can't be written: ${findings.join(", ")}`,
    {
      params: { finding: camelCase(findings[0] ?? "no-log") },
    },
  );
}

/** A message chooses by names without dashes. */
function camelCase(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Looks again after the start: whoever changed the document in between opened another session than was checked.
 * @returns what could not be looked at
 * @throws AppError DOCUMENT_CHANGED
 */
export async function checkDocumentAgain(
  place: Place,
  documentName: string,
  seen: SeenDocument,
): Promise<RecordChecks> {
  try {
    const content = await readDocument(place, documentName);
    if (documentHash(content) === seen.hash) return seen.checks;
    const expected = expectedDocument(place.account);
    throw changed(
      documentName,
      documentName === expected.name ? differingPaths(expected.content, content) : [],
    );
  } catch (error) {
    if (!isAppError(error) || !error.code.startsWith("AWS_")) throw error;
    // It is gone: nobody can say what the session was started with.
    if (error.params.name === "InvalidDocument") throw changed(documentName, []);
    return { ...seen.checks, findings: [...seen.checks.findings, "document-unread"] };
  }
}

function changed(documentName: string, differs: string[]): AppError {
  return new AppError("DOCUMENT_CHANGED", `${documentName} has other content than it must have`, {
    params: { document: documentName, differs },
  });
}

import { CreateDocumentCommand, GetDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { AwsCredentials, clientSettings, withRole } from "./credentials";
import { calling } from "./errors";

/**
 * The content of a session document as it stands, at its default version, read as the reader.
 * @throws AppError AWS_*
 */
export async function readDocument(
  { account, region }: { account: AccountConfig; region: string },
  documentName: string,
): Promise<string> {
  return withRole(account, account.readerRoleArn, (credentials) =>
    getDocument(clientOf(region, credentials), documentName),
  );
}

/** As `readDocument`. @returns undefined when there is no such document @throws AppError AWS_* */
export async function findDocument(
  place: { account: AccountConfig; region: string },
  documentName: string,
): Promise<string | undefined> {
  try {
    return await readDocument(place, documentName);
  } catch (error) {
    if (isAppError(error) && error.params.name === "InvalidDocument") return undefined;
    throw error;
  }
}

/**
 * Creates a session document as the author, unless there is one of that name, and reads back what is there then.
 * @returns the content that Systems Manager has under the name
 * @throws AppError AWS_*, CONFIG_INVALID when the account has no author
 */
export async function createDocument(
  { account, region }: { account: AccountConfig; region: string },
  { name, content }: { name: string; content: string },
): Promise<string> {
  const { authorRoleArn } = account;
  if (authorRoleArn === undefined)
    throw new AppError("CONFIG_INVALID", `account ${account.accountId} has no authorRoleArn`);
  return withRole(account, authorRoleArn, async (credentials) => {
    const ssm = clientOf(region, credentials);
    const create = new CreateDocumentCommand({
      ...{ Name: name, Content: content, DocumentType: "Session", DocumentFormat: "JSON" },
    });
    try {
      await calling("CreateDocument", () => ssm.send(create));
    } catch (error) {
      // An attempt whose answer was lost, or somebody else's: what is there is read, and judged by its content.
      if (!isAppError(error) || error.params.name !== "DocumentAlreadyExists") throw error;
    }
    return getDocument(ssm, name);
  });
}

function clientOf(region: string, credentials: AwsCredentials): SSMClient {
  return new SSMClient({ ...clientSettings(region), credentials: AwsCredentials.open(credentials) });
}

async function getDocument(ssm: SSMClient, documentName: string): Promise<string> {
  const answer = await calling("GetDocument", () =>
    ssm.send(new GetDocumentCommand({ Name: documentName, DocumentFormat: "JSON" })),
  );
  return answer.Content ?? "";
}

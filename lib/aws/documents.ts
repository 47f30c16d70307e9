import { GetDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { AccountConfig } from "@/lib/kernel/config";
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
  return withRole(account, account.readerRoleArn, async (credentials) => {
    const ssm = new SSMClient({ ...clientSettings(region), credentials: AwsCredentials.open(credentials) });
    const answer = await calling("GetDocument", () =>
      ssm.send(new GetDocumentCommand({ Name: documentName, DocumentFormat: "JSON" })),
    );
    return answer.Content ?? "";
  });
}

import { recordingBucket } from "../seed/buckets";
import type { IamRole } from "./model";
import { allow, policy, role, trust } from "./seed-parts";

/** Roles of the account that holds the output of finished recordings. */
export const RECORDING_WRITER_ROLE = "HalliganRecordingWriter";
export const RECORDING_READER_ROLE = "HalliganRecordingReader";

/** The writer adds objects and hides them, the reader reads them; neither overwrites one or deletes a version. */
export function recordingRoles(
  { accountId, homeId }: { accountId: string; homeId: string },
  users: { jobs: string; gateway: string },
): IamRole[] {
  const bucket = `arn:aws:s3:::${recordingBucket(accountId)}`;
  const trusted = (name: string) => policy(trust([`arn:aws:iam::${homeId}:user/${name}`], "sts:AssumeRole"));
  return [
    role(accountId, RECORDING_WRITER_ROLE, "Adds and hides output of recordings", {
      trustPolicy: trusted(users.jobs),
      inlinePolicies: {
        AddAndHide: policy(
          allow("s3:PutObject", `${bucket}/*`, { StringEquals: { "s3:if-none-match": "*" } }),
          allow("s3:DeleteObject", `${bucket}/*`),
          allow("s3:ListBucket", bucket),
        ),
      },
    }),
    role(accountId, RECORDING_READER_ROLE, "Reads output of recordings", {
      trustPolicy: trusted(users.gateway),
      inlinePolicies: {
        // Who may not list is told of an object that is gone that it may not read it.
        Read: policy(allow("s3:GetObject", `${bucket}/*`), allow("s3:ListBucket", bucket)),
      },
    }),
  ];
}

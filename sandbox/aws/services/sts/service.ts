import { z } from "zod";
import { isoSeconds } from "../../clock";
import type { Demand } from "../../iam/authorize";
import { callerArn, callerUserId } from "../../iam/caller";
import { trailDate } from "../../trail-record";
import { operation, type Service } from "../../wire/operation";
import { accountOf, assumeRole, assumeRoleInput, demandsOfAssumeRole } from "./assume-role";

const operations = {
  AssumeRole: operation({
    input: assumeRoleInput,
    readOnly: true,
    demands: (input, call): Demand[] => demandsOfAssumeRole(input, call),
    run: async (input, call) => {
      const { session, role, packedPolicySize } = await assumeRole(input, call);
      return {
        AssumedRoleUser: {
          AssumedRoleId: `${role.roleId}:${session.sessionName}`,
          Arn: `arn:aws:sts::${session.accountId}:assumed-role/${role.roleName}/${session.sessionName}`,
        },
        Credentials: {
          AccessKeyId: session.accessKeyId,
          SecretAccessKey: session.secretAccessKey,
          SessionToken: session.sessionToken,
          Expiration: isoSeconds(session.expiresAt),
        },
        ...(packedPolicySize === undefined ? {} : { PackedPolicySize: packedPolicySize }),
        ...(session.sourceIdentity === undefined ? {} : { SourceIdentity: session.sourceIdentity }),
      };
    },
    trail: {
      request: (input) => ({
        roleArn: input.RoleArn,
        roleSessionName: input.RoleSessionName,
        ...(input.ExternalId === undefined ? {} : { externalId: input.ExternalId }),
        ...(input.DurationSeconds === undefined ? {} : { durationSeconds: input.DurationSeconds }),
        ...(input.Policy === undefined ? {} : { policy: input.Policy }),
        ...(input.PolicyArns.length === 0 ? {} : { policyArns: input.PolicyArns }),
        ...(input.Tags.length === 0
          ? {}
          : { tags: input.Tags.map(({ Key, Value }) => ({ key: Key, value: Value })) }),
        ...(input.TransitiveTagKeys.length === 0 ? {} : { transitiveTagKeys: input.TransitiveTagKeys }),
        ...(input.SourceIdentity === undefined ? {} : { sourceIdentity: input.SourceIdentity }),
        // The device, and never its code.
        ...(input.SerialNumber === undefined ? {} : { serialNumber: input.SerialNumber }),
      }),
      // AWS records this although the call counts as reading, with the session token and without the secret key:
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
      response: (output) => ({
        credentials: {
          accessKeyId: output.Credentials.AccessKeyId,
          sessionToken: output.Credentials.SessionToken,
          expiration: trailDate(Date.parse(output.Credentials.Expiration)),
        },
        assumedRoleUser: {
          assumedRoleId: output.AssumedRoleUser.AssumedRoleId,
          arn: output.AssumedRoleUser.Arn,
        },
        ...(output.PackedPolicySize === undefined ? {} : { packedPolicySize: output.PackedPolicySize }),
        ...(output.SourceIdentity === undefined ? {} : { sourceIdentity: output.SourceIdentity }),
      }),
      recordsResponseOfRead: true,
      owner: (input) => accountOf(input.RoleArn),
      resources: (input, output) => [
        ...(output
          ? [
              { type: "AWS::IAM::AccessKey", name: output.Credentials.AccessKeyId },
              { type: "AWS::STS::AssumedRole", name: input.RoleSessionName },
              { type: "AWS::STS::AssumedRole", name: output.AssumedRoleUser.Arn },
            ]
          : []),
        { type: "AWS::IAM::Role", name: input.RoleArn },
      ],
    },
  }),

  GetCallerIdentity: operation({
    input: z.object({}),
    readOnly: true,
    // AWS answers this for every valid credential, denials included.
    demands: () => [],
    run: (_input, call) => ({
      Arn: callerArn(call.caller),
      UserId: callerUserId(call.caller),
      Account: call.caller.accountId,
    }),
  }),
};

export const sts: Service = {
  name: "sts",
  protocol: "query",
  eventSource: "sts.amazonaws.com",
  xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
  operations: new Map(Object.entries(operations)),
};

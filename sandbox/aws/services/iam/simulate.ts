import { z } from "zod";
import { authorize } from "../../iam/authorize";
import type { Caller, RoleSession } from "../../iam/caller";
import type { Context } from "../../iam/context";
import { AwsError } from "../../wire/aws-error";
import { type Call, operation } from "../../wire/operation";
import { accountOf, noSuchEntity } from "./entities";

const entry = z.object({
  ContextKeyName: z.string().min(5).max(256),
  ContextKeyValues: z.array(z.string()).default([]),
  ContextKeyType: z.string().optional(),
});

/** What IAM would answer to a user or role of the account: identity policies ∩ boundary ∩ the organisation's policies. */
export const simulateOperations = {
  SimulatePrincipalPolicy: operation({
    input: z.object({
      PolicySourceArn: z.string().min(20).max(2048),
      ActionNames: z
        .array(z.string().regex(/^[\w-]+:\w+$/))
        .min(1)
        .max(100),
      ResourceArns: z.array(z.string().min(1).max(2048)).max(100).default(["*"]),
      ContextEntries: z.array(entry).default([]),
    }),
    readOnly: true,
    demands: (input) => [{ action: "iam:SimulatePrincipalPolicy", resource: input.PolicySourceArn }],
    run: async (input, call) => {
      const caller = callerOf(input.PolicySourceArn, call);
      const context: Context = Object.fromEntries(
        input.ContextEntries.map(({ ContextKeyName, ContextKeyValues: values }) => [
          ContextKeyName,
          values.length === 1 ? (values[0] ?? "") : values,
        ]),
      );
      const EvaluationResults = [];
      for (const action of input.ActionNames) {
        for (const resource of input.ResourceArns) {
          const verdict = await authorize(
            { action, resource, context },
            { account: accountOf(call), caller, region: call.region, now: call.now },
          );
          EvaluationResults.push({
            EvalActionName: action,
            EvalResourceName: resource,
            EvalDecision: verdict.allowed ? "allowed" : verdict.isExplicit ? "explicitDeny" : "implicitDeny",
            MatchedStatements: [],
            MissingContextValues: [],
          });
        }
      }
      return { EvaluationResults, IsTruncated: false };
    },
  }),
};

/** @throws AwsError NoSuchEntity, InvalidInput */
function callerOf(arn: string, call: Call): Caller {
  const { accountId } = call;
  const { users, roles } = accountOf(call);
  const [, kind, name = ""] = /^arn:aws:iam::\d{12}:(user|role)\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (kind === undefined) throw new AwsError("InvalidInput", `Invalid Entity Arn: ${arn}`, 400);
  const user = kind === "user" ? users.get(name) : undefined;
  if (user?.arn === arn) return { kind: "user", accountId, accessKeyId: "", user };
  const role = kind === "role" ? roles.get(name) : undefined;
  if (role?.arn !== arn) throw noSuchEntity(`Unable to find role or user: ${arn}`);
  const session: RoleSession = {
    ...{ accessKeyId: "", secretAccessKey: "", sessionToken: "" },
    ...{ accountId, roleName: role.roleName, sessionName: "simulation" },
    ...{ issuedAt: call.now, expiresAt: call.now, tags: {}, transitiveTagKeys: [], sessionPolicies: [] },
  };
  return { kind: "session", accountId, accessKeyId: "", role, session };
}

import type { Service } from "../wire/operation";
import { policyOperations } from "./iam-policies";
import { roleWriteOperations } from "./iam-role-writes";
import { roleOperations } from "./iam-roles";
import { simulateOperations } from "./iam-simulate";

export const iam: Service = {
  name: "iam",
  protocol: "query",
  eventSource: "iam.amazonaws.com",
  xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
  operations: new Map(
    Object.entries({
      ...roleOperations,
      ...roleWriteOperations,
      ...policyOperations,
      ...simulateOperations,
    }),
  ),
};

import type { Service } from "../../wire/operation";
import { policyOperations } from "./policies";
import { roleWriteOperations } from "./role-writes";
import { roleOperations } from "./roles";
import { simulateOperations } from "./simulate";

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

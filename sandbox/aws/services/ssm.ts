import type { Service } from "../wire/operation";
import { documentOperations } from "./ssm-documents";
import { inventoryOperations } from "./ssm-inventory";
import { sessionOperations } from "./ssm-sessions";
import { tagOperations } from "./ssm-tags";

export const ssm: Service = {
  name: "ssm",
  protocol: "json",
  eventSource: "ssm.amazonaws.com",
  xmlNamespace: "",
  operations: new Map(
    Object.entries({ ...sessionOperations, ...documentOperations, ...inventoryOperations, ...tagOperations }),
  ),
};

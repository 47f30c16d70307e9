import type { Service } from "../../wire/operation";
import { documentOperations } from "./documents";
import { inventoryOperations } from "./inventory";
import { sessionOperations } from "./sessions";
import { tagOperations } from "./tags";

export const ssm: Service = {
  name: "ssm",
  protocol: "json",
  eventSource: "ssm.amazonaws.com",
  xmlNamespace: "",
  operations: new Map(
    Object.entries({ ...sessionOperations, ...documentOperations, ...inventoryOperations, ...tagOperations }),
  ),
};

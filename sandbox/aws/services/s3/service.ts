import type { Service } from "../../wire/operation";
import { bucketOperations } from "./buckets";
import { listOperations } from "./objects/list";
import { lockOperations } from "./objects/lock";
import { multipartOperations } from "./objects/multipart";
import { objectOperations } from "./objects/objects";
import type { S3Input, S3Operation } from "./operation";

/** S3 as the shared parts see it: its name, and its words for general failures. */
export const s3: Service = {
  name: "s3",
  protocol: "s3",
  eventSource: "s3.amazonaws.com",
  xmlNamespace: "",
  operations: new Map(),
};

const OPERATIONS: [string, S3Operation][] = Object.entries<S3Operation>({
  ...bucketOperations,
  ...objectOperations,
  ...listOperations,
  ...multipartOperations,
  ...lockOperations,
});

/** Names that clients add and that mean nothing. */
const IGNORED = ["x-id"];

/**
 * The operation of a request: S3 has no names in its requests, only methods, addresses and query words. A word that is
 * not known makes it another operation, never this one without the word.
 */
export function findOperation(
  input: Pick<S3Input, "method" | "bucket" | "key" | "query">,
): { name: string; operation: S3Operation } | undefined {
  const on = input.bucket === "" ? "service" : input.key === "" ? "bucket" : "object";
  const names = [...input.query.keys()].filter((name) => !IGNORED.includes(name));
  const [found] = OPERATIONS.filter(([, { method }]) => method === input.method)
    .filter(([, operation]) => operation.on === on)
    .filter(([, { marks }]) => marks.every((mark) => names.includes(mark)))
    .sort(([, a], [, b]) => b.marks.length - a.marks.length);
  if (!found) return undefined;
  const [name, operation] = found;
  const known = [...operation.marks, ...(operation.allows ?? [])];
  return names.every((word) => known.includes(word)) ? { name, operation } : undefined;
}

import type { Demand } from "../../iam/authorize";
import type { Blob } from "../../stores/object-blobs";
import type { Call } from "../../wire/operation";
import type { Headers, S3Body } from "./body";

/** One request to S3, taken apart. */
export interface S3Input {
  method: string;
  /** Empty for ListBuckets. */
  bucket: string;
  /** Empty for calls on the bucket. */
  key: string;
  query: ReadonlyMap<string, string>;
  headers: Headers;
  body: S3Body;
}

export interface S3Answer {
  /** 200 by default. */
  status?: number;
  headers?: Headers;
  /** XML. */
  text?: string;
  /** Bytes of an object, [from, to). */
  content?: { blobs: readonly Blob[]; from: number; to: number };
}

export interface S3Operation {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  on: "service" | "bucket" | "object";
  /** Query names that make a request this operation. */
  marks: readonly string[];
  /** Further ones that it understands; any other is refused. */
  allows?: readonly string[];
  /** CloudTrail's readOnly. */
  readOnly: boolean;
  /** The name of a management event; data events (on objects) are not in the event history. */
  event?: string;
  demands(input: S3Input, call: Call): Demand[];
  run(input: S3Input, call: Call): Promise<S3Answer> | S3Answer;
}

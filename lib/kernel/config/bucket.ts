/** A bucket, and what the keys in it begin with: nothing, or a text that ends with a slash. */
export interface BucketAddress {
  bucket: string;
  prefix: string;
}

const ADDRESS =
  /^s3:\/\/(?<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(?<prefix>[A-Za-z0-9!_.*'()/-]{0,200}))?$/;

/** Reads `s3://bucket/prefix`. @returns null: it is none */
export function readBucketAddress(text: string): BucketAddress | null {
  const { bucket, prefix = "" } = ADDRESS.exec(text)?.groups ?? {};
  if (bucket === undefined || bucket.includes("..") || prefix.startsWith("/") || prefix.includes("//"))
    return null;
  return { bucket, prefix: prefix === "" || prefix.endsWith("/") ? prefix : `${prefix}/` };
}

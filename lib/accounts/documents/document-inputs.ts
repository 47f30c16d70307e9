import { z } from "zod";

const text = z.string().default("");
/** AWS takes the words for the values. */
const yesOrNo = z.union([z.boolean(), z.string()]).transform((value) => value === true || value === "true");

const inputs = z.object({
  s3BucketName: text,
  s3EncryptionEnabled: yesOrNo.default(false),
  cloudWatchLogGroupName: text,
  cloudWatchEncryptionEnabled: yesOrNo.default(false),
  // The agent takes the word "true" for false here.
  cloudWatchStreamingEnabled: z
    .unknown()
    .default(false)
    .transform((value) => value === true),
});

/** Where a document's sessions are logged, by its own word. */
export type DocumentInputs = z.infer<typeof inputs>;

/** What a session document says of its log. @returns undefined for what is no such document */
export function readDocumentInputs(content: string): DocumentInputs | undefined {
  const parsed = z.object({ inputs }).safeParse(parseJson(content));
  return parsed.data?.inputs;
}

/**
 * The KMS key that a session document names, whatever else is in it.
 * @returns empty for none; `…` for what is no text
 */
export function readDocumentKey(content: string): string {
  const named = z.object({ inputs: z.object({ kmsKeyId: z.unknown() }) }).safeParse(parseJson(content));
  const key = named.data?.inputs.kmsKeyId ?? "";
  return typeof key === "string" ? key : "…";
}

/** Whose shell a session document opens unless the caller's tag says otherwise. @returns undefined: the agent's own */
export function readDocumentUser(content: string): string | undefined {
  const inputs = z.object({ runAsEnabled: yesOrNo.default(false), runAsDefaultUser: z.string().default("") });
  const found = z.object({ inputs }).safeParse(parseJson(content)).data?.inputs;
  return found?.runAsEnabled ? found.runAsDefaultUser : undefined;
}

const MOST_PATHS = 8;
/** Ours has four; thousands would be more than the stack holds. */
const MOST_LEVELS = 20;
/** Keys come from AWS: whoever changed the document chose them. */
const PATH = /^[\w.-]{1,80}$/;

/**
 * What differs between two documents, by name.
 * @returns paths such as `inputs.s3BucketName`, at most eight; what has no proper name is `…`
 */
export function differingPaths(expected: string, found: string): string[] {
  const [wanted, there] = [expected, found].map((content) => flat(parseJson(content)));
  if (!wanted || !there) return ["…"];
  const paths = [...new Set([...wanted.keys(), ...there.keys()])].filter(
    (path) => wanted.get(path) !== there.get(path),
  );
  const named = paths.map((path) => (PATH.test(path) ? path : "…"));
  return [...new Set(named)].sort().slice(0, MOST_PATHS);
}

function flat(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (path: string, one: unknown, level: number) => {
    if (level > MOST_LEVELS) found.set("…", "");
    else if (typeof one === "object" && one !== null && Object.keys(one).length > 0)
      for (const [key, inner] of Object.entries(one))
        visit(path === "" ? key : `${path}.${key}`, inner, level + 1);
    else found.set(path === "" ? "…" : path, JSON.stringify(one) ?? "");
  };
  visit("", value, 0);
  return found;
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

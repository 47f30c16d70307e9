import type { Blob } from "./object-blobs";
import type { Bucket, ObjectEntry, ObjectVersion, Upload, UploadedPart } from "./object-entries";

export interface OpenUpload extends Upload {
  parts: Map<number, UploadedPart>;
}

interface Held {
  bucket: Bucket;
  /** Versions of each key, the newest last. */
  keys: Map<string, ObjectVersion[]>;
  /** The keys in the order of S3's lists, made when first asked for. */
  sorted: readonly string[] | undefined;
}

/** What the journal's entries add up to. */
export class ObjectIndex {
  readonly #held = new Map<string, Held>();
  readonly #open = new Map<string, OpenUpload>();

  /** Applies one entry; returns the pieces that nobody needs any more. */
  apply(entry: ObjectEntry): Blob[] {
    if ("bucket" in entry) {
      const found = this.#held.get(entry.bucket.name);
      if (found) found.bucket = entry.bucket;
      else this.#held.set(entry.bucket.name, { bucket: entry.bucket, keys: new Map(), sorted: undefined });
      return [];
    }
    if ("bucketGone" in entry) {
      this.#held.delete(entry.bucketGone);
      return [];
    }
    if ("version" in entry) return this.#putVersion(entry.version, entry.endsUpload);
    if ("versionGone" in entry) return this.#takeVersion(entry.versionGone);
    if ("upload" in entry) {
      this.#open.set(entry.upload.uploadId, { ...entry.upload, parts: new Map() });
      return [];
    }
    if ("part" in entry) {
      const upload = this.#open.get(entry.uploadId);
      const earlier = upload?.parts.get(entry.part.number);
      upload?.parts.set(entry.part.number, entry.part);
      return earlier ? [earlier.blob] : [];
    }
    const parts = [...(this.#open.get(entry.uploadGone)?.parts.values() ?? [])];
    this.#open.delete(entry.uploadGone);
    return parts.map(({ blob }) => blob);
  }

  buckets(): Bucket[] {
    return [...this.#held.values()].map(({ bucket }) => bucket);
  }

  bucket(name: string): Bucket | undefined {
    return this.#held.get(name)?.bucket;
  }

  versions(bucket: string, key: string): readonly ObjectVersion[] {
    return this.#held.get(bucket)?.keys.get(key) ?? [];
  }

  keys(bucket: string): readonly string[] {
    const held = this.#held.get(bucket);
    if (!held) return [];
    held.sorted ??= [...held.keys.keys()].sort(compareKeys);
    return held.sorted;
  }

  upload(uploadId: string): OpenUpload | undefined {
    return this.#open.get(uploadId);
  }

  uploads(bucket: string): OpenUpload[] {
    return [...this.#open.values()].filter((upload) => upload.bucket === bucket);
  }

  /** The shortest journal that adds up to the same. */
  *entries(): Generator<ObjectEntry> {
    for (const { bucket, keys } of this.#held.values()) {
      yield { bucket };
      for (const versions of keys.values()) for (const version of versions) yield { version };
    }
    for (const { parts, ...upload } of this.#open.values()) {
      yield { upload };
      for (const part of parts.values()) yield { uploadId: upload.uploadId, part };
    }
  }

  files(): Set<string> {
    const versions = [...this.#held.values()].flatMap(({ keys }) => [...keys.values()].flat());
    const parts = [...this.#open.values()].flatMap((upload) => [...upload.parts.values()]);
    return new Set([
      ...versions.flatMap(({ blobs }) => blobs.map(({ file }) => file)),
      ...parts.map(({ blob }) => blob.file),
    ]);
  }

  #putVersion(version: ObjectVersion, endsUpload: string | undefined): Blob[] {
    const held = this.#held.get(version.bucket);
    if (!held) return [];
    const earlier = held.keys.get(version.key) ?? [];
    const replacedAt = earlier.findIndex(({ versionId }) => versionId === version.versionId);
    const replaced = earlier[replacedAt];
    // The same object with another retention keeps its place and its pieces.
    if (replaced && replaced.modifiedAt === version.modifiedAt && sameBlobs(replaced, version)) {
      held.keys.set(version.key, earlier.with(replacedAt, version));
      return [];
    }
    held.keys.set(version.key, [...earlier.filter((one) => one !== replaced), version]);
    if (earlier.length === 0) held.sorted = undefined;
    const upload = endsUpload === undefined ? undefined : this.#open.get(endsUpload);
    if (upload) this.#open.delete(upload.uploadId);
    const kept = new Set(version.blobs.map(({ file }) => file));
    const unused = [...(upload?.parts.values() ?? [])].map(({ blob }) => blob);
    return [...(replaced?.blobs ?? []), ...unused].filter(({ file }) => !kept.has(file));
  }

  #takeVersion(gone: Pick<ObjectVersion, "bucket" | "key" | "versionId">): Blob[] {
    const held = this.#held.get(gone.bucket);
    const earlier = held?.keys.get(gone.key) ?? [];
    const left = earlier.filter(({ versionId }) => versionId !== gone.versionId);
    if (held && left.length > 0) held.keys.set(gone.key, left);
    if (held && left.length === 0) {
      held.keys.delete(gone.key);
      held.sorted = undefined;
    }
    return earlier.filter((version) => !left.includes(version)).flatMap(({ blobs }) => blobs);
  }
}

function sameBlobs(a: ObjectVersion, b: ObjectVersion): boolean {
  return a.blobs.length === b.blobs.length && a.blobs.every(({ file }, at) => b.blobs[at]?.file === file);
}

/** S3's order: the bytes of UTF-8, which differs from JavaScript's beyond the basic plane. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

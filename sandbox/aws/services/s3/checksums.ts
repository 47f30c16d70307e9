import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { ObjectChecksum } from "../../stores/object-entries";

export type ChecksumAlgorithm = ObjectChecksum["algorithm"];

/** By the name that stands in `x-amz-checksum-…`. */
export const CHECKSUM_HEADERS: Record<string, ChecksumAlgorithm> = {
  "x-amz-checksum-crc32": "CRC32",
  "x-amz-checksum-crc32c": "CRC32C",
  "x-amz-checksum-sha1": "SHA1",
  "x-amz-checksum-sha256": "SHA256",
};

/** Those that AWS knows and the sandbox does not. */
export const UNKNOWN_CHECKSUM = /^x-amz-checksum-(?!type$|mode$|algorithm$)/;

export interface RunningChecksum {
  update(bytes: Buffer): void;
  /** Base64, as in headers. */
  digest(): string;
}

export function startChecksum(algorithm: ChecksumAlgorithm): RunningChecksum {
  switch (algorithm) {
    case "CRC32":
      return cyclic((bytes, value) => crc32(bytes, value));
    case "CRC32C":
      return cyclic(crc32c);
    case "SHA1":
      return hashed(createHash("sha1"));
    case "SHA256":
      return hashed(createHash("sha256"));
  }
}

/**
 * The checksum of an object in parts: the checksum of the parts' checksums, and their number. Undefined unless all parts
 * have one of the same kind.
 */
export function compositeChecksum(
  parts: readonly (ObjectChecksum | undefined)[],
): ObjectChecksum | undefined {
  const [first] = parts;
  if (!first) return undefined;
  const running = startChecksum(first.algorithm);
  for (const part of parts) {
    if (part?.algorithm !== first.algorithm) return undefined;
    running.update(Buffer.from(part.value, "base64"));
  }
  return { algorithm: first.algorithm, value: `${running.digest()}-${parts.length}` };
}

/** As the headers of an answer. */
export function checksumHeaders(checksum: ObjectChecksum | undefined): Record<string, string> {
  if (!checksum) return {};
  return {
    [`x-amz-checksum-${checksum.algorithm.toLowerCase()}`]: checksum.value,
    "x-amz-checksum-type": checksum.value.includes("-") ? "COMPOSITE" : "FULL_OBJECT",
  };
}

/** As elements of an answer's XML. */
export function checksumElement(checksum: ObjectChecksum | undefined): Record<string, string> {
  return checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {};
}

function cyclic(step: (bytes: Buffer, value: number) => number): RunningChecksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = step(bytes, value);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value >>> 0);
      return out.toString("base64");
    },
  };
}

function hashed(hash: Hash): RunningChecksum {
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest("base64") };
}

/** Castagnoli's polynomial, reflected. */
const CRC32C_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});

function crc32c(bytes: Buffer, before: number): number {
  let value = ~before;
  for (const byte of bytes) value = (CRC32C_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

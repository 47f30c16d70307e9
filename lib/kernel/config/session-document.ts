import { z } from "zod";

/**
 * What the session documents of an account say beside its log group. Whatever is changed here makes another document.
 * No `kmsKeyId`: the gateway can't answer the agent's KMS handshake, so no shell would open.
 */
export const sessionDocumentSchema = z.strictObject({
  /** Systems Manager ends a session after so many minutes, whatever happens to the portal. */
  maxMinutes: z.int().min(1).max(1440).default(60),
  idleMinutes: z.int().min(1).max(60).default(20),
  /** The log group has a KMS key; without one Systems Manager then refuses every session. */
  isLogEncrypted: z.boolean().default(false),
  s3Bucket: z.string().min(3).max(63).optional(),
  s3Prefix: z.string().min(1).max(512).optional(),
  isS3Encrypted: z.boolean().default(false),
  /** The user on the node; without it the agent's own, who may do everything there. */
  runAs: z
    .string()
    .regex(/^[a-z_][\w.-]{0,31}$/i)
    .optional(),
});

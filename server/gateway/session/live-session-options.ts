import type { RecordedCounters } from "@/lib/recordings/read-counters";
import type { SessionRecorder } from "@/lib/recordings/session-recorder";
import type { EncryptionFault } from "@/lib/session-manager/encryption/faults";
import type { SessionEncryption } from "@/lib/sessions/encrypting/session-encryption";
import type { EndReason } from "@/lib/sessions/views";

/** What the outside gives a live session; the rest of it is pure wiring. */
export interface LiveSessionOptions {
  sessionId: string;
  streamUrl: string;
  clientId: string;
  windowEndsAt: Date;
  size: { cols: number; rows: number };
  counters: RecordedCounters;
  recorder: SessionRecorder;
  /** A new token from AWS, under fresh credentials. */
  resume: () => Promise<{ tokenValue: string }>;
  /** Where the session's document names a KMS key. */
  encryption: SessionEncryption | undefined;
  /** The recorded output from an offset on. */
  readOutput: (after: number) => AsyncIterable<{ offset: number; bytes: Uint8Array }>;
  /** The channel to AWS is there, for the first time or again. */
  onUp: () => void;
  /** AWS closed the channel, or there is no way back to it. `output` is the service's own word, untrusted. */
  onOver: (
    how:
      | { kind: "closed"; output: string }
      | { kind: "lost"; error: unknown; fault?: EncryptionFault | undefined },
  ) => void;
  /** The window has ended, or the channel can't be trusted: bytes have stopped. `note` says why. */
  onEndDue: (reason: EndReason, note?: string) => void;
  onStale: () => void;
}

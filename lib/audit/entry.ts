import type { Actor } from "@/lib/kernel/actor";
import type { AuditCode } from "./catalogue";

export interface AuditSubject {
  requestId?: string;
  grantId?: string;
  sessionId?: string;
  nodeId?: string;
  personId?: string;
  reviewId?: string;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface AuditEntry {
  /** Given where the caller must find the event again; else one is made. */
  id?: string;
  code: AuditCode;
  outcome?: "done" | "refused" | "failed";
  actor: Actor;
  subject?: AuditSubject;
  data?: { readonly [key: string]: Json };
}

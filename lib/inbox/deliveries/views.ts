import { NOTICE_EVENTS, type NoticeEvent } from "@/lib/kernel/config/webhooks";

/** What people and endpoints are told outside the portal. */
export const DELIVERY_KINDS = NOTICE_EVENTS;
export type DeliveryKind = NoticeEvent;

/**
 * delivered: its receiver took it. failed: its receiver refused it for good. gave-up: nothing got through before it was
 * too late. settled: the matter was decided before.
 */
export const DELIVERY_STATES = ["waiting", "delivered", "failed", "gave-up", "settled"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** By which a person is told. */
export const PERSONAL_CHANNELS = ["mail", "push"] as const;
export type PersonalChannel = (typeof PERSONAL_CHANNELS)[number];

/** How a person is told outside the portal. */
export interface OwnMail {
  isWanted: boolean;
  /** Where it goes, as the identity provider says; null: it named no address. */
  address: string | null;
  /** Whether this portal sends mail at all. */
  isSetUp: boolean;
}

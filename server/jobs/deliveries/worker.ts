import type { RunnerOptions } from "graphile-worker";
import { z } from "zod";
import { declareChannels } from "@/lib/deliveries/channels";
import { deliver, type EndpointMessage, type PersonalMessage, type Senders } from "@/lib/deliveries/deliver";
import { isAddress } from "@/lib/deliveries/mail/rules";
import { configuredSender, type Mail } from "@/lib/deliveries/mail/smtp";
import type { Answer } from "@/lib/deliveries/rules";
import { type Call, endpointCaller } from "@/lib/deliveries/webhook/call";
import { DELIVERY_KINDS } from "@/lib/inbox/deliveries/views";
import type { Config } from "@/lib/kernel/config/config";
import { MOST_WEBHOOKS, type WebhookEndpoint } from "@/lib/kernel/config/webhooks";
import { type DeliveryId, isId } from "@/lib/kernel/ids";
import { startWorker } from "../worker";
import { mailText } from "./mail-text";
import { configuredPush } from "./push-message";
import { webhookCall } from "./webhook-body";

/** Messages at once: a server that is slow with one is still asked for others. */
const MAILS_AT_ONCE = 5;
/** People at once, each in all their browsers. */
const PUSHES_AT_ONCE = 10;

const delivery = z.object({ deliveryId: z.custom<DeliveryId>((value) => isId("delivery", value)) });

/**
 * Tells people outside the portal, by workers of their own: a mail server or a push service that is silent holds up
 * neither an end of a session nor an endpoint, and an endpoint, whose messages go one after the other, no other one.
 * @param common what they share with the worker of everything else
 * @returns a function that stops them and waits for tries under way
 */
export async function startDeliveries(
  settings: Config,
  common: Omit<RunnerOptions, "taskList" | "concurrency">,
  onDown: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const { NOTICE_WEBHOOKS: endpoints = [], NOTICE_WEBHOOK_NETWORKS: networks = [], PUBLIC_ORIGIN } = settings;
  const send = configuredSender(settings);
  const call = endpointCaller(networks);
  const push = configuredPush(settings, call);
  await declareChannels([
    ...(send ? [{ name: "mail", kind: "mail", events: DELIVERY_KINDS } as const] : []),
    ...(push ? [{ name: "push", kind: "push", events: DELIVERY_KINDS } as const] : []),
    ...endpoints.map(({ name, events }) => ({ name, kind: "webhook", events }) as const),
  ]);
  const senders = sendersBy({ send, push, endpoints, call, origin: PUBLIC_ORIGIN });
  const task = (payload: unknown) => deliver(delivery.parse(payload).deliveryId, senders);
  const mails = { ...common, concurrency: MAILS_AT_ONCE, taskList: { "deliver-mail": task } };
  const pushes = { ...common, concurrency: PUSHES_AT_ONCE, taskList: { "deliver-push": task } };
  const webhooks = { ...common, concurrency: MOST_WEBHOOKS, taskList: { "deliver-webhook": task } };
  const stops = await Promise.all([mails, pushes, webhooks].map((options) => startWorker(options, onDown)));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

interface Ways {
  /** Undefined: no mail server is set up. */
  send: ((mail: Mail) => Promise<Answer>) | undefined;
  /** Undefined: no key for it is set up. */
  push?: ((message: PersonalMessage) => Promise<Answer>) | undefined;
  endpoints: readonly WebhookEndpoint[];
  call: (call: Call) => Promise<Answer>;
  origin: string;
}

/** Who makes the tries, by the ways that are set up. */
export function sendersBy({ send, push, endpoints, call, origin }: Ways): Senders {
  return {
    byPush: async (message: PersonalMessage) => (push ? push(message) : refused("PUSH_NOT_SET_UP")),
    byMail: async (message: PersonalMessage) => {
      const { email } = message.person;
      if (!send) return refused("MAIL_NOT_SET_UP");
      if (email === null) return refused("NO_ADDRESS");
      return isAddress(email) ? send(mailText(message, email, origin)) : refused("BAD_ADDRESS");
    },
    toEndpoint: async (message: EndpointMessage) => {
      const endpoint = endpoints.find(({ name }) => name === message.channel);
      return endpoint
        ? call(webhookCall(message, endpoint, { origin, at: new Date() }))
        : refused("ENDPOINT_NOT_SET_UP");
    },
  };
}

function refused(text: string): Answer {
  return { outcome: "refused", text, isChannelDown: false };
}

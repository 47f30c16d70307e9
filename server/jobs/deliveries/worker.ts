import type { RunnerOptions } from "graphile-worker";
import { z } from "zod";
import { declareChannels } from "@/lib/deliveries/channels";
import { deliverToPerson } from "@/lib/deliveries/deliver";
import { isAddress } from "@/lib/deliveries/mail/rules";
import { configuredSender, type Mail } from "@/lib/deliveries/mail/smtp";
import type { Answer } from "@/lib/deliveries/rules";
import { DELIVERY_KINDS } from "@/lib/inbox/deliveries/views";
import type { Config } from "@/lib/kernel/config/config";
import { type DeliveryId, isId } from "@/lib/kernel/ids";
import { startWorker } from "../worker";
import { mailText } from "./mail-text";

/** Messages at once: a server that is slow with one is still asked for others. */
const CONCURRENCY = 5;

const delivery = z.object({ deliveryId: z.custom<DeliveryId>((value) => isId("delivery", value)) });

/**
 * Tells people outside the portal, by a worker of its own: a mail server that is silent holds up no end of a session.
 * @param common what it shares with the worker of everything else
 * @returns a function that stops it and waits for tries under way
 */
export async function startDeliveries(
  settings: Config,
  common: Omit<RunnerOptions, "taskList" | "concurrency">,
  onDown: (error: unknown) => void,
): Promise<() => Promise<void>> {
  const send = configuredSender(settings);
  await declareChannels(send ? [{ name: "mail", kind: "mail", events: DELIVERY_KINDS }] : []);
  const origin = settings.PUBLIC_ORIGIN;
  return startWorker(
    {
      ...common,
      concurrency: CONCURRENCY,
      taskList: {
        "deliver-mail": (payload) => deliverMail(delivery.parse(payload).deliveryId, send, origin),
      },
    },
    onDown,
  );
}

/**
 * Tries one message to one person.
 * @param send undefined: no server is set up any more
 */
export async function deliverMail(
  deliveryId: string,
  send: ((mail: Mail) => Promise<Answer>) | undefined,
  origin: string,
): Promise<void> {
  await deliverToPerson(deliveryId, async (message) => {
    const { email } = message.person;
    if (!send) return refused("MAIL_NOT_SET_UP");
    if (email === null) return refused("NO_ADDRESS");
    return isAddress(email) ? send(mailText(message, email, origin)) : refused("BAD_ADDRESS");
  });
}

function refused(text: string): Answer {
  return { outcome: "refused", text, isChannelDown: false };
}

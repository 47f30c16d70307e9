import type { PersonalMessage } from "@/lib/deliveries/deliver";
import { pushSender } from "@/lib/deliveries/push/send-push";
import type { Answer } from "@/lib/deliveries/rules";
import type { Call } from "@/lib/deliveries/webhook/call";
import type { Config } from "@/lib/kernel/config/config";
import { readLanguage } from "@/messages/language";
import { requestText } from "./request-text";
import { speaking } from "./speaking";

/** A body of more is taken by no service; characters of other languages have up to four bytes. */
const MOST_CHARACTERS = 600;

/** What our service worker shows: little, since it stands on a locked screen. The page has the rest. */
export interface PushPayload {
  title: string;
  body: string;
  /** Opened by a tap. */
  url: string;
  /** A later message about the same request takes the place of an earlier one. */
  tag: string;
  language: string;
}

/** A message as it stands on a phone, in its person's language. */
export function pushPayload(message: PersonalMessage, origin: string): PushPayload {
  const language = readLanguage(message.person.language) ?? "en";
  const said = speaking(language, () => requestText(message, origin));
  const [, , why] = said.sections;
  return {
    title: said.subject,
    body: [...(why?.value ?? "")].slice(0, MOST_CHARACTERS).join(""),
    url: said.link.href,
    tag: message.request.id,
    language,
  };
}

/** @returns undefined where the settings have no key for it */
export function configuredPush(
  settings: Config,
  call: (call: Call) => Promise<Answer>,
): ((message: PersonalMessage) => Promise<Answer>) | undefined {
  const {
    WEB_PUSH_PUBLIC_KEY: publicKey,
    WEB_PUSH_PRIVATE_KEY: privateKey,
    WEB_PUSH_CONTACT: contact,
  } = settings;
  if (publicKey === undefined || privateKey === undefined || contact === undefined) return undefined;
  const send = pushSender({ publicKey, privateKey, contact }, call);
  return (message) =>
    send({
      deliveryId: message.deliveryId,
      personId: message.personId,
      payload: JSON.stringify(pushPayload(message, settings.PUBLIC_ORIGIN)),
      ttlSeconds: Math.floor((message.expiresAt.getTime() - Date.now()) / 1000),
    });
}

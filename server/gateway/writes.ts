import type { IncomingMessage, ServerResponse } from "node:http";
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { z } from "zod";
import { readJsonBody } from "@/lib/edge/json-body";
import { parseInput } from "@/lib/edge/parse-input";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { typedId, typedText } from "@/lib/kernel/text";
import { askedProof, subjectOf } from "@/lib/sessions/proving/asked-proof";
import { removePasskey, renamePasskey } from "@/lib/step-up/passkeys/change-passkey";
import { askPasskey, provePasskey } from "@/lib/step-up/passkeys/prove";
import { addPasskey, askForPasskey } from "@/lib/step-up/passkeys/register";
import { MOST_NAME } from "@/lib/step-up/passkeys/views";
import { actorOf, checkWriteOrigin, sendJson } from "./http-edge";
import type { WritePattern } from "./routes";

type Write = (actor: PersonActor, body: unknown) => Promise<object>;

/** One use case behind what its body must be. */
function write<S extends z.ZodType>(
  input: S,
  handle: (actor: PersonActor, input: z.output<S>) => Promise<object>,
): Write {
  return async (actor, body) => handle(actor, parseInput(input, body));
}

const text = z.string().max(16_384);
const extensions = z.record(z.string(), z.unknown());

/** What a browser sends of an authenticator (WebAuthn level 3, section 5.1.8). Read as far as the library reads it. */
const credential = {
  id: z.string().min(1).max(2048),
  rawId: z.string().max(2048),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  clientExtensionResults: extensions,
};
const assertion = z.strictObject({
  ...credential,
  response: z.strictObject({
    ...{ clientDataJSON: text, authenticatorData: text, signature: text },
    userHandle: text.optional(),
  }),
});
const attestation = z.strictObject({
  ...credential,
  response: z.strictObject({
    ...{ clientDataJSON: text, attestationObject: text },
    transports: z.array(z.string().max(50)).max(10).optional(),
    authenticatorData: text.optional(),
    publicKey: text.optional(),
    publicKeyAlgorithm: z.number().optional(),
  }),
});

const challengeId = typedId("challenge");
const passkeyId = typedId("passkey");
const name = typedText(1, MOST_NAME);

const WRITES: Readonly<Record<WritePattern, Write>> = {
  "/gateway/step-up/ask": write(askedProof, async (actor, asked) =>
    askPasskey(actor, await subjectOf(actor, asked)),
  ),
  "/gateway/step-up/prove": write(
    z.strictObject({ challengeId, response: assertion }),
    (actor, { response, ...input }) =>
      provePasskey(actor, { ...input, response: response as AuthenticationResponseJSON }),
  ),
  "/gateway/passkeys/ask": write(z.strictObject({}), (actor) => askForPasskey(actor)),
  "/gateway/passkeys/add": write(
    z.strictObject({ challengeId, name, response: attestation }),
    (actor, { response, ...input }) =>
      addPasskey(actor, { ...input, response: response as RegistrationResponseJSON }),
  ),
  "/gateway/passkeys/rename": write(z.strictObject({ passkeyId, name }), renamePasskey),
  "/gateway/passkeys/remove": write(z.strictObject({ passkeyId }), removePasskey),
};

/**
 * Answers a write: of our pages alone, with the cookie, as JSON. Everybody who is signed in may keep passkeys, whatever
 * their role.
 */
export async function answerWrite(
  request: IncomingMessage,
  response: ServerResponse,
  pattern: WritePattern,
): Promise<void> {
  checkWriteOrigin(request);
  if (request.method === "OPTIONS") {
    // Our own page asks from another port, so its browser asks first.
    response.setHeader("access-control-allow-methods", "POST");
    response.setHeader("access-control-allow-headers", "content-type");
    response.writeHead(204).end();
    return;
  }
  if (request.method !== "POST") throw new AppError("METHOD_NOT_ALLOWED", "only POST");
  const actor = await actorOf(request);
  const { "content-type": contentType, "content-length": contentLength } = request.headers;
  const body = await readJsonBody({ contentType, contentLength, chunks: request });
  sendJson(response, await WRITES[pattern](actor, body));
}

import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { askedProof, subjectOf } from "@/lib/sessions/proving/asked-proof";
import { askToSignInAgain } from "@/lib/step-up/fresh-sign-in/sign-in-again";

export const POST = postRoute({
  input: z.strictObject({ asked: askedProof, returnTo: z.string().max(200) }),
  handle: async (actor, { asked, returnTo }) =>
    askToSignInAgain(actor, await subjectOf(actor, asked), returnTo),
});

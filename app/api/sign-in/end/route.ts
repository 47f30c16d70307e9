import { z } from "zod";
import { postRoute } from "@/lib/http/route";
import { signInCookie } from "@/lib/people/sign-in/cookies";
import { endSignIn } from "@/lib/people/sign-in/end-sign-in";

const end = postRoute({
  input: z.strictObject({}),
  handle: async (actor) => {
    await endSignIn(actor);
    return {};
  },
});

export async function POST(request: Request): Promise<Response> {
  const answer = await end(request);
  if (answer.ok) {
    const { name, isSecure } = signInCookie();
    // The row has ended; the cookie goes too, so that the browser doesn't carry a dead one about.
    answer.headers.append(
      "set-cookie",
      `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`,
    );
  }
  return answer;
}

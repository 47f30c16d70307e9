import { postRoute } from "@/lib/http/route";
import { revocation, revokeSignIn } from "@/lib/people/sign-in/revoke-sign-in";

// Ending a sign-in works while the provider is silent.
export const POST = postRoute({ input: revocation, handle: revokeSignIn });

import NextAuth from "next-auth";
import { errorAnswer } from "@/lib/http/answer";
import { authOptions } from "@/lib/http/auth-options";
import { checkWrite } from "@/lib/http/guard";
import { requestIdFrom } from "@/lib/http/request-id";
import { countIfAnonymous } from "@/lib/http/route";
import { walkSecret } from "@/lib/http/walk-cookies";
import { config } from "@/lib/kernel/config/config";
import { AppError, type ErrorCode } from "@/lib/kernel/errors";
import { actorFromCookies, signInIdFrom } from "@/lib/people/actor";
import { providerFailure } from "@/lib/people/provider/health";
import { parseCookies } from "@/lib/people/sign-in/cookies";
import { isSignInAgain, takeSignInAgain } from "@/lib/step-up/fresh-sign-in/sign-in-again";

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * What of next-auth is served. The rest is left out: its session endpoint would make the cookie the truth, its log
 * endpoint would write a stranger's words into our log, and signing out is our own route.
 */
const SERVED = {
  GET: ["providers", "csrf", "signin", "callback", "error"],
  POST: ["signin"],
} as const;

export async function GET(request: Request, context: Context): Promise<Response> {
  return serve(request, context, "GET");
}

export async function POST(request: Request, context: Context): Promise<Response> {
  return serve(request, context, "POST");
}

async function serve(request: Request, context: Context, method: keyof typeof SERVED): Promise<Response> {
  const requestId = requestIdFrom(request.headers);
  try {
    const { PUBLIC_ORIGIN } = config();
    const action = (await context.params).nextauth[0] ?? "";
    // next-auth has its own token against foreign forms; this holds for whatever it might forget.
    if (method === "POST") checkWrite(request.headers, PUBLIC_ORIGIN);
    if (!SERVED[method].some((served) => served === action))
      throw new AppError("NOT_FOUND", `next-auth's ${action} is not served`);
    // It reads its own address from here, and from nowhere else: never from a header of the caller.
    process.env.NEXTAUTH_URL = PUBLIC_ORIGIN;
    const cookies = parseCookies(request.headers.get("cookie") ?? undefined);
    const query = new URL(request.url).searchParams;
    if (action === "callback" && isSignInAgain(query)) {
      const { returnTo, failure } = await takeSignInAgain(await actorFromCookies(cookies, requestId), query);
      const location = `${PUBLIC_ORIGIN}${returnTo}?again=${failure ?? "done"}`;
      return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
    }
    const current = await signInIdFrom(cookies);
    const secret = await walkSecret(cookies);
    if (method === "POST") {
      const failure = await providerFailure();
      // Next-auth's own client in the browser goes where the answer says.
      if (failure) return Response.json({ url: failedAddress(failure.code) });
    }
    let failure: AppError | undefined;
    const onFailure = (error: AppError) => {
      failure = error;
    };
    const handler: (request: Request, context: Context) => Promise<Response> = NextAuth(
      authOptions({ current, requestId, secret, onFailure }),
    );
    const isRefusal = action === "callback" && query.has("error");
    return withFailure(
      await handler(request, context),
      failure?.code ?? (isRefusal ? "PROVIDER_REFUSED" : undefined),
    );
  } catch (error) {
    const answer = errorAnswer(error, requestId, new URL(request.url).pathname);
    await countIfAnonymous(error, requestId);
    return answer;
  }
}

/** Where next-auth's answer leads to the page of errors, that page is told which it was. */
function withFailure(answer: Response, code: ErrorCode | undefined): Response {
  const location = answer.headers.get("location");
  if (code === undefined || location === null || !/[?&]error=/.test(location)) return answer;
  const headers = new Headers(answer.headers);
  headers.set("location", failedAddress(code));
  return new Response(null, { status: answer.status, headers });
}

function failedAddress(code: ErrorCode): string {
  return `${config().PUBLIC_ORIGIN}/sign-in?error=${code}`;
}

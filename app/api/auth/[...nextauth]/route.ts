import NextAuth from "next-auth";
import { errorAnswer } from "@/lib/http/answer";
import { authOptions } from "@/lib/http/auth-options";
import { checkWrite } from "@/lib/http/guard";
import { requestIdFrom } from "@/lib/http/request-id";
import { countIfAnonymous } from "@/lib/http/route";
import { walkSecret } from "@/lib/http/walk-cookies";
import { config } from "@/lib/kernel/config";
import { AppError } from "@/lib/kernel/errors";
import { signInIdFrom } from "@/lib/people/actor";
import { parseCookies } from "@/lib/people/cookies";

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
    const current = await signInIdFrom(cookies);
    const secret = await walkSecret(cookies);
    const handler: (request: Request, context: Context) => Promise<Response> = NextAuth(
      authOptions({ current, requestId, secret }),
    );
    return await handler(request, context);
  } catch (error) {
    const answer = errorAnswer(error, requestId, new URL(request.url).pathname);
    await countIfAnonymous(error, requestId);
    return answer;
  }
}

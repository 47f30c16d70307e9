import { randomBytes, randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";
import { NONCE_HEADER, PATH_HEADER, REQUEST_ID_HEADER } from "@/lib/http/request-id";
import { contentSecurityPolicy, securityHeaders } from "@/lib/http/security-headers";
import { config } from "@/lib/kernel/config/config";
import { requestScope } from "@/lib/kernel/log/request-scope";
import { isHostOf } from "@/lib/kernel/origin";
import { answerHealth } from "@/lib/kernel/readiness";

/** Runs before everything else the web process answers, files included: health, host, headers, request id. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  // Before the host is looked at: load balancers ask by address.
  const health = await answerHealth(request.method, request.nextUrl.pathname);
  if (health) {
    const { status, headers } = health;
    return new NextResponse(request.method === "HEAD" ? null : health.body, { status, headers });
  }
  const { PUBLIC_ORIGIN, GATEWAY_ORIGIN, OIDC_ISSUER } = config();
  if (!isHostOf(PUBLIC_ORIGIN, (name) => request.headers.get(name))) return refused(421);
  // Sockets are the gateway's; here nothing that stays open is ever answered.
  if (request.headers.get("upgrade") !== null) return refused(426);

  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy({
    nonce,
    gatewayOrigin: GATEWAY_ORIGIN,
    issuer: OIDC_ISSUER,
    isDevelopment: process.env.NODE_ENV === "development",
  });
  const requestId = requestScope()?.requestId ?? randomUUID();
  const headers = new Headers(request.headers);
  // Next takes the nonce for its own scripts from the request's policy.
  headers.set("content-security-policy", policy);
  headers.set(NONCE_HEADER, nonce);
  headers.set(REQUEST_ID_HEADER, requestId);
  headers.set(PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set(REQUEST_ID_HEADER, requestId);
  for (const [name, value] of securityHeaders(PUBLIC_ORIGIN)) response.headers.set(name, value);
  return response;
}

function refused(status: number): NextResponse {
  return new NextResponse(null, { status, headers: { "cache-control": "no-store" } });
}

/** What a page may load and where it may talk to. */
export function contentSecurityPolicy(page: {
  nonce: string;
  gatewayOrigin: string;
  issuer: string;
  /** The development server's refresh evaluates code; nothing else does. */
  isDevelopment: boolean;
}): string {
  const evaluation = page.isDevelopment ? " 'unsafe-eval'" : "";
  const sockets = page.gatewayOrigin.replace(/^http/, "ws");
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${page.nonce}' 'strict-dynamic'${evaluation}`,
    // xterm and the player set styles on elements.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    // 'self' covers no other port: the gateway stands here by name, as http and as ws.
    `connect-src 'self' ${page.gatewayOrigin} ${sockets}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // A form that ends at the identity provider is blocked unless its origin stands here.
    `form-action 'self' ${new URL(page.issuer).origin}`,
  ].join("; ");
}

/** The other headers of every answer. */
export function securityHeaders(publicOrigin: string): readonly (readonly [string, string])[] {
  const headers: (readonly [string, string])[] = [
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["cross-origin-resource-policy", "same-origin"],
    [
      "permissions-policy",
      "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), bluetooth=(), display-capture=()",
    ],
  ];
  // Over http browsers ignore it, and on a laptop's localhost it would lock other programs out of http.
  if (publicOrigin.startsWith("https://")) headers.push(["strict-transport-security", "max-age=63072000"]);
  return headers;
}

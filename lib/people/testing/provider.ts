import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test makes the provider do next. */
export interface ProviderScript {
  /** Access token → who it speaks of. */
  tokens: Map<string, { sub: string; groups: unknown }>;
  /** Refresh token → the access token it gives; each good for one use, as with providers that rotate. */
  refreshes: Map<string, string>;
  /** How many times tokens were asked for with a refresh token. */
  refreshCount: number;
  behaviour: "answers" | "is silent" | "drips" | "fails";
}

export interface TestProvider {
  issuer: string;
  script: ProviderScript;
  stop: () => Promise<void>;
}

/** A provider on loopback with the three endpoints that confirming groups needs, and faults on demand. */
export async function startTestProvider(): Promise<TestProvider> {
  const script: ProviderScript = {
    tokens: new Map(),
    refreshes: new Map(),
    refreshCount: 0,
    behaviour: "answers",
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (request.url === "/.well-known/openid-configuration") return answer(200, metadata(server));
    if (script.behaviour === "is silent") return;
    if (script.behaviour === "fails") return answer(500, { error: "server_error" });
    if (script.behaviour === "drips") {
      response.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => response.write(" "), 200);
      request.socket.on("close", () => clearInterval(drip));
      return;
    }
    if (request.url === "/userinfo") {
      const token = request.headers.authorization?.replace(/^Bearer /, "") ?? "";
      const known = script.tokens.get(token);
      return known ? answer(200, known) : answer(401, { error: "invalid_token" });
    }
    readBody(request).then((body) => {
      script.refreshCount += 1;
      const used = new URLSearchParams(body).get("refresh_token") ?? "";
      const token = script.refreshes.get(used);
      script.refreshes.delete(used);
      if (!token) return answer(400, { error: "invalid_grant" });
      script.refreshes.set(`${used}+`, token);
      answer(200, { access_token: token, refresh_token: `${used}+`, token_type: "Bearer", expires_in: 3600 });
    }, response.destroy);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    issuer: issuerOf(server),
    script,
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

function metadata(server: Server) {
  const issuer = issuerOf(server);
  return {
    issuer,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    authorization_endpoint: `${issuer}/auth`,
    jwks_uri: `${issuer}/jwks`,
  };
}

function issuerOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function readBody(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { startBrowserProxy } from "./browser-proxy.mjs";
import { openCertificates } from "./certificates.mjs";
import { startPortalProxy } from "./portal-proxy.mjs";

const NAME = "halligan.test";
type Certificates = Awaited<ReturnType<typeof openCertificates>>;

interface Process {
  server: Server;
  port: number;
  asked: IncomingMessage[];
  ready: boolean;
}

/** A process of the portal, as far as a proxy sees it: it says its name, and whether it is ready. */
async function start(name: string): Promise<Process> {
  const asked: IncomingMessage[] = [];
  const self: Process = { server: createServer(), port: 0, asked, ready: true };
  self.server.on("request", (request: IncomingMessage, response) => {
    if (request.url === "/readyz") return response.writeHead(self.ready ? 200 : 503).end();
    asked.push(request);
    if (request.url === "/half") return response.writeHead(200).write("half", () => response.destroy());
    return response.end(name);
  });
  const sockets = new WebSocketServer({ noServer: true });
  self.server.on("upgrade", (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (webSocket) => webSocket.send(name)),
  );
  await new Promise<void>((done) => self.server.listen(0, "127.0.0.1", done));
  self.port = (self.server.address() as AddressInfo).port;
  return self;
}

describe("the proxies of a rehearsal", () => {
  let folder: string;
  let certificates: Certificates;
  let web: Process;
  let gateways: Process[];
  let portal: Awaited<ReturnType<typeof startPortalProxy>>;
  let browser: Awaited<ReturnType<typeof startBrowserProxy>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "halligan-proxies-"));
    certificates = await openCertificates(folder, { people: [NAME], machines: [["db.halligan.test"]] });
    web = await start("web");
    gateways = [await start("gateway 1"), await start("gateway 2")];
    portal = await startPortalProxy({
      credential: certificates.of(NAME),
      backends: [
        { kind: "web", port: web.port },
        ...gateways.map(({ port }) => ({ kind: "gateway" as const, port })),
      ],
    });
    browser = await startBrowserProxy({ port: 0, routes: () => ({ [NAME]: portal.port }) });
  });
  afterAll(async () => {
    await browser.close();
    await portal.close();
    for (const { server } of [web, ...gateways]) server.close();
    rmSync(folder, { recursive: true });
  });

  /** A TLS connection to a name by way of the browser's proxy. */
  function tunnel(target: string): Promise<{ status: number; socket?: ReturnType<typeof connect> }> {
    return new Promise((done, fail) => {
      const request = httpRequest({ host: "127.0.0.1", port: browser.port, method: "CONNECT", path: target });
      request.on("error", fail);
      request.on("connect", ({ statusCode = 0 }, socket) => {
        if (statusCode !== 200) return done({ status: statusCode });
        const ca = readFileSync(certificates.browserCa);
        const secure = connect({ socket, servername: NAME, ca }, () =>
          done({ status: statusCode, socket: secure }),
        );
        secure.on("error", fail);
      });
      request.end();
    });
  }

  async function get(path: string, headers: Record<string, string> = {}): Promise<string> {
    const { socket } = await tunnel(`${NAME}:443`);
    return new Promise((done, fail) => {
      const options = { createConnection: () => socket as NonNullable<typeof socket>, path };
      httpRequest({ ...options, headers: { host: NAME, ...headers } }, (response) => {
        let body = "";
        response.on("data", (chunk) => {
          body += chunk;
        });
        response.on("end", () => done(body));
        response.on("error", fail);
      })
        .on("error", fail)
        .end();
    });
  }

  it("give /gateway/ to the gateways in turn and everything else to web", async () => {
    expect(await get("/")).toBe("web");
    expect(await get("/gatewayish")).toBe("web");
    const answers = [await get("/gateway/health"), await get("/gateway/health")];
    expect(answers.sort()).toEqual(["gateway 1", "gateway 2"]);
  });

  it("keep the Host and say who asks, whatever the client says about itself", async () => {
    await get("/who", { "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "evil.test" });
    const headers = web.asked.at(-1)?.headers;
    expect(headers?.host).toBe(NAME);
    expect(headers?.["x-forwarded-for"]).toBe("127.0.0.1");
    expect(headers?.["x-forwarded-host"]).toBeUndefined();
  });

  it("break an answer off where the process did, so that nobody waits for the rest", async () => {
    await expect(get("/half")).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  it("take WebSockets through", async () => {
    const { socket } = await tunnel(`${NAME}:443`);
    const webSocket = new WebSocket(`ws://${NAME}/gateway/live`, {
      createConnection: () => socket as NonNullable<typeof socket>,
    });
    const [message] = await new Promise<unknown[]>((done, fail) => {
      webSocket.once("message", (...words) => done(words));
      webSocket.once("error", fail);
    });
    webSocket.terminate();
    expect(String(message)).toMatch(/^gateway \d$/);
  });

  it("send nothing new to a process that is not ready", async () => {
    const [first, second] = gateways;
    if (first) first.ready = false;
    const backend = portal.backends.find(({ port }) => port === first?.port);
    await expect.poll(() => backend?.isReady).toBe(false);
    for (let i = 0; i < 4; i++) expect(await get("/gateway/health")).toBe("gateway 2");
    if (second) second.ready = false;
    await expect.poll(() => portal.backends.filter(({ isReady }) => isReady).length).toBe(1);
    const answers = [await get("/gateway/health"), await get("/gateway/health")];
    expect(answers.sort(), "none is better than another").toEqual(["gateway 1", "gateway 2"]);
    for (const gateway of gateways) gateway.ready = true;
  });

  it("tunnel to the rehearsal's names and nowhere else", async () => {
    expect((await tunnel("example.com:443")).status).toBe(403);
    expect((await tunnel(`${NAME}:22`)).status).toBe(403);
  });

  it("leave every other name of a browser where it was", async () => {
    const text = await (await fetch(`http://127.0.0.1:${browser.port}/proxy.pac`)).text();
    const find = new Function(`${text} return FindProxyForURL;`)();
    expect(find("https://halligan.test/", NAME)).toBe(`PROXY 127.0.0.1:${browser.port}`);
    expect(find("https://example.com/", "example.com")).toBe("DIRECT");
  });
});

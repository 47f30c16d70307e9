import { request as httpRequest } from "node:http";
import { createServer } from "node:https";
import { createProxyServer } from "httpxy";
import { closeServer, listenOnLoopback } from "./tls-front.mjs";

const CHECK_MS = 500;
const CHECK_PATIENCE_MS = 2_000;
const GATEWAY_PATH = "/gateway/";
const SPENT = { "content-type": "text/plain", "cache-control": "no-store" };

/**
 * @typedef {object} Backend
 * @property {"web" | "gateway"} kind
 * @property {number} port
 * @property {boolean} isReady what its own /readyz said last
 *
 * @typedef {object} PortalProxy
 * @property {number} port of TLS, on 127.0.0.1
 * @property {readonly Backend[]} backends
 * @property {() => Promise<void>} close
 */

/**
 * The reverse proxy that production wants in front of the portal, as small as it can be: ends TLS, gives `/gateway/` to
 * the gateways (WebSocket upgrades too) and everything else to web, asks each process for /readyz by its address and
 * sends nothing new to one that is not ready.
 * @param {object} options
 * @param {import("./certificates.mjs").Credential} options.credential
 * @param {readonly { kind: "web" | "gateway", port: number }[]} options.backends
 * @returns {Promise<PortalProxy>}
 */
export async function startPortalProxy({ credential, backends }) {
  /** @type {Backend[]} */
  const known = backends.map((backend) => ({ ...backend, isReady: false }));
  const proxy = createProxyServer({ xfwd: false, changeOrigin: false, agent: false });
  const choose = chooser(known);
  const server = createServer(credential, (request, response) => {
    const backend = choose(request);
    if (!backend) return void response.writeHead(503, SPENT).end("There is no such process.\n");
    tellFrom(request);
    proxy.web(request, response, { target: `http://127.0.0.1:${backend.port}` }).catch(() => {
      backend.isReady = false;
      if (response.headersSent) response.destroy();
      else response.writeHead(502, SPENT).end("The process did not answer.\n");
    });
  });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const backend = choose(request);
    if (!backend) return void socket.end("HTTP/1.1 503 Unavailable\r\nconnection: close\r\n\r\n");
    tellFrom(request);
    proxy
      .ws(request, socket, { target: `http://127.0.0.1:${backend.port}` }, head)
      .catch(() => socket.destroy());
  });
  // An answer that breaks off in the middle must break off for who asked, too, and not seem to be on its way for ever.
  proxy.on("proxyRes", (answer, _request, response) => {
    answer.on("close", () => {
      if (!answer.complete) response.destroy();
    });
  });
  // Without a listener the failure of one request would end the proxy; who asked was told above.
  proxy.on("error", () => {});
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  const check = () => Promise.all(known.map(checkBackend));
  const timer = setInterval(check, CHECK_MS);
  await check();
  const port = await listenOnLoopback(server);
  return {
    port,
    backends: known,
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      return closeServer(server);
    },
  };
}

/**
 * Ready backends in turn; all of them where none is ready, as AWS's load balancers do: what makes them unready (the
 * provider is away) may leave most of what they do untouched.
 */
function chooser(backends) {
  let turn = 0;
  return (request) => {
    const kind = (request.url ?? "").startsWith(GATEWAY_PATH) ? "gateway" : "web";
    const able = backends.filter((backend) => backend.kind === kind);
    const ready = able.filter(({ isReady }) => isReady);
    const chosen = ready.length > 0 ? ready : able;
    turn += 1;
    return chosen[turn % chosen.length];
  };
}

/** Whatever the client says about where it comes from is replaced by what the proxy sees. */
function tellFrom(request) {
  for (const name of Object.keys(request.headers))
    if (name.startsWith("x-forwarded-") || name === "forwarded") delete request.headers[name];
  request.headers["x-forwarded-for"] = request.socket.remoteAddress ?? "";
  request.headers["x-forwarded-proto"] = "https";
}

async function checkBackend(backend) {
  backend.isReady = await isReady(backend.port);
}

/**
 * Asks a process whether it wants requests, by its address, as load balancers do.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
export function isReady(port) {
  return new Promise((done) => {
    const request = httpRequest({ host: "127.0.0.1", port, path: "/readyz", agent: false }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    request.setTimeout(CHECK_PATIENCE_MS, () => request.destroy());
    request.on("error", () => done(false));
    request.end();
  });
}

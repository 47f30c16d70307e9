import { createServer } from "node:http";
import { connect } from "node:net";
import { portOf } from "../names.mjs";
import { listenOnLoopback } from "./tls-front.mjs";

/**
 * What makes the rehearsal's names reachable from a browser (or curl) without touching /etc/hosts: an HTTP proxy that
 * tunnels to these names and to nothing else, and the address of a proxy configuration for the system's or the
 * browser's settings, by which every other name stays where it was.
 * @param {object} options
 * @param {number} options.port
 * @param {() => import("../names.mjs").Routes} options.routes names that a browser may visit
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export async function startBrowserProxy({ port: wanted, routes }) {
  const open = new Set();
  const server = createServer((request, response) => {
    if (request.method === "GET" && request.url === "/proxy.pac") {
      response.writeHead(200, { "content-type": "application/x-ns-proxy-autoconfig" });
      response.end(proxyConfiguration(Object.keys(routes()), server.address().port));
      return;
    }
    response.writeHead(403, { "content-type": "text/plain" });
    response.end(`This proxy leads to ${Object.keys(routes()).join(" and ")} only, over https.\n`);
  });
  server.on("connect", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const [host = "", asked] = (request.url ?? "").split(":");
    const port = asked === "443" ? portOf(routes(), host) : undefined;
    if (port === undefined) return void socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n");
    const behind = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      behind.write(head);
      behind.pipe(socket).pipe(behind);
    });
    open.add(socket);
    behind.on("error", () => socket.destroy());
    behind.on("close", () => socket.destroy());
    socket.on("close", () => {
      open.delete(socket);
      behind.destroy();
    });
  });
  const port = await listenOnLoopback(server, wanted);
  return {
    port,
    close: () => {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };
}

/** https://developer.mozilla.org/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file */
function proxyConfiguration(names, port) {
  return `function FindProxyForURL(url, host) {
  return ${JSON.stringify(names)}.indexOf(host) < 0 ? "DIRECT" : "PROXY 127.0.0.1:${port}";
}
`;
}

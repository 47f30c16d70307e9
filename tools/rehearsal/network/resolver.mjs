/**
 * Read before everything else in each process of the portal (`NODE_OPTIONS=--import`): connections to the rehearsal's
 * names go where they are answered on this machine, whatever port was meant, as a resolver and a load balancer do in
 * production. Only the way is changed: names, TLS and its checks stay what they are. Anything that is neither one of
 * these names nor a loopback address is refused, so a rehearsal can never reach the real AWS.
 */
import { Socket } from "node:net";
import { portOf } from "../names.mjs";

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;
/** @type {import("../names.mjs").Routes} */
const routes = JSON.parse(process.env.REHEARSAL_ROUTES ?? "{}");
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...words) {
  const { options, listener } = parse(words);
  if (options === undefined) return connect.call(this, ...words);
  const host = options.host ?? "localhost";
  const port = portOf(routes, host);
  if (port === undefined && !LOOPBACK.test(host)) {
    const error = new Error(`a rehearsal connects to its own names only, not to ${host}`);
    process.nextTick(() => this.destroy(Object.assign(error, { code: "ENOTFOUND", hostname: host })));
    return this;
  }
  const routed = port === undefined ? options : { ...options, host: "127.0.0.1", port };
  return connect.call(this, routed, ...(listener ? [listener] : []));
};

/** @returns {{ options?: import("node:net").TcpNetConnectOpts, listener?: () => void }} no options: a path of a socket */
function parse(words) {
  // net.connect and tls.connect hand on one array of options and listener; everybody else calls as documented.
  const [first, second, third] = Array.isArray(words[0]) ? words[0] : words;
  const listener = [second, third].find((word) => typeof word === "function");
  if (typeof first === "object" && first !== null)
    // An agent says `path: null`, so that no path of a request is taken for a socket's.
    return first.path ? {} : { options: first, listener };
  if (typeof first === "string" && !/^\d+$/.test(first)) return {};
  return {
    options: { port: Number(first), ...(typeof second === "string" ? { host: second } : {}) },
    listener,
  };
}

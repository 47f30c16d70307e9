/** Parameters that switch TLS on or off beside `sslmode`: two ways to say it can contradict each other. */
const OTHER_SWITCHES = ["ssl", "uselibpqcompat"];
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/**
 * Whether a database's address keeps what is said to it from whoever listens on the way: TLS with the certificate and
 * the host name checked, or a way that leaves no machine (loopback, a socket).
 * https://www.postgresql.org/docs/current/libpq-ssl.html
 * @param address a postgresql URL
 * @returns what is wrong with it, without its password; undefined when nothing is
 */
export function databaseAddressProblem(address: string): string | undefined {
  const { hostname, searchParams } = new URL(address);
  // node-postgres lets the parameter win over the URL's own host.
  const hosts = searchParams.has("host") ? searchParams.getAll("host") : [decodeURIComponent(hostname)];
  if (hosts.every(isLocal)) return undefined;
  const other = OTHER_SWITCHES.find((name) => searchParams.has(name));
  if (other !== undefined) return `must say sslmode=verify-full and not ${other}`;
  const modes = searchParams.getAll("sslmode");
  if (modes.length === 1 && modes[0] === "verify-full") return undefined;
  const found =
    modes.length === 0
      ? "it has no sslmode"
      : `it says ${modes.map((mode) => `sslmode=${mode}`).join(" and ")}`;
  return `must end with sslmode=verify-full in production (${found}); the CA's certificate goes into sslrootcert=/path/to/ca.pem or NODE_EXTRA_CA_CERTS`;
}

function isLocal(host: string): boolean {
  return host === "" || host.startsWith("/") || LOOPBACK.test(host);
}

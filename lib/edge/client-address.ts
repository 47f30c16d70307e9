import { isIP } from "node:net";
import proxyAddr from "proxy-addr";
import { config } from "@/lib/kernel/config/config";

/** What stands where an address can't be known: better than one that is wrong. */
export const UNKNOWN_ADDRESS = "unknown";

interface Sent {
  /** Who holds the other end of the connection, by the socket. */
  readonly peer: string | undefined;
  /** The X-Forwarded-For header, of several lines all: hostile. */
  readonly forwardedFor: string | readonly string[] | undefined;
}

/** Where a request of this process came from, by the setting TRUSTED_PROXIES. */
export function clientAddress(sent: Sent): string {
  return addressBehind(sent, config().TRUSTED_PROXIES);
}

/**
 * The address that a request came from. Each proxy adds to X-Forwarded-For whom it got the request from; the header is
 * read from its end, only as far as the proxies are ours: what a caller has written into it before counts for nothing.
 * @param proxies addresses, ranges ("10.1.0.0/16") and the names that proxy-addr knows ("loopback")
 * @returns the address, or "unknown" when a proxy of ours has named none or the header holds something else
 */
export function addressBehind({ peer, forwardedFor }: Sent, proxies: readonly string[]): string {
  const nearest = plainAddress(peer ?? "");
  if (isIP(nearest) === 0) return UNKNOWN_ADDRESS;
  const trust = proxyAddr.compile([...proxies]);
  if (!trust(nearest, 0)) return nearest;
  const named = [forwardedFor ?? []].flat().join(",").split(",").map(plainAddress);
  if (named.join("") === "") return UNKNOWN_ADDRESS;
  for (const [hop, address] of named.reverse().entries()) {
    if (isIP(address) === 0) return UNKNOWN_ADDRESS;
    if (!trust(address, hop + 1)) return address;
  }
  // Our own proxies all the way: the first of them asked by itself.
  return named.at(-1) ?? UNKNOWN_ADDRESS;
}

/** Without a port, brackets, or the prefix of IPv4 in IPv6. */
function plainAddress(text: string): string {
  const address = text.trim().slice(0, 60).toLowerCase();
  const bare =
    /^\[([^\]]*)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(address)?.[1] ?? address;
  return /^::ffff:(\d+(?:\.\d+){3})$/.exec(bare)?.[1] ?? bare;
}

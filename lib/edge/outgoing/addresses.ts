import { BlockList, isIP } from "node:net";

/**
 * What no message goes to unless the settings name it: this machine, networks of one's own, addresses of the cloud's
 * metadata, and what stands for one of them in IPv6.
 */
const INTERNAL = blockList([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"],
  ...["203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"],
  ...["::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16"],
  ...["fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"],
]);

/** @param allowed addresses and ranges of the settings */
export function addressGuard(allowed: readonly string[]): (address: string) => boolean {
  const own = blockList(allowed);
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    const type = family === 4 ? "ipv4" : "ipv6";
    return own.check(address, type) || !INTERNAL.check(address, type);
  };
}

function blockList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const isFour = isIP(address) === 4;
    list.addSubnet(
      address,
      bits === undefined ? (isFour ? 32 : 128) : Number(bits),
      isFour ? "ipv4" : "ipv6",
    );
  }
  return list;
}

import { lookup as resolve } from "node:dns";
import { isIP, type LookupFunction } from "node:net";

/**
 * Looks up where a connection goes, once: every address that a name has must be allowed, as whoever answers for the name
 * decides which one is taken. What is given to `request` checks and connects at once.
 */
export function checkedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isAllowed(address)))
        return callback(refusedAddress(), "", 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}

/** An address that stands in the URL itself is never looked up. @throws Error EPRIVATE */
export function checkLiteral(target: URL, isAllowed: (address: string) => boolean): void {
  const host = target.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(host) !== 0 && !isAllowed(host)) throw refusedAddress();
}

function refusedAddress(): NodeJS.ErrnoException {
  return Object.assign(new Error("the address is private, and no setting allows it"), { code: "EPRIVATE" });
}

import type { Server } from "node:http";
import { config, type SettingName } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";

/**
 * Addresses to listen on. The sandbox world is on loopback only, and on both of its addresses: a browser that asks
 * for `localhost` may take either, and another program could sit on the one we leave.
 */
export function addresses(): readonly string[] {
  return config().HALLIGAN_WORLD === "sandbox" ? ["127.0.0.1", "::1"] : [config().LISTEN_ADDRESS];
}

/**
 * Starts a server on one address.
 * @param setting which names the port, for the refusal
 * @returns false when the machine does not have that address (no IPv6)
 * @throws AppError CONFIG_INVALID naming the port when it is taken
 */
export function listenOn(
  server: Server,
  address: string,
  { port, setting }: { port: number; setting: SettingName },
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(false);
      else if (error.code === "EADDRINUSE")
        reject(new AppError("CONFIG_INVALID", `port ${port} is taken: set ${setting} to a free one`));
      else reject(error);
    });
    server.listen({ port, host: address, ipv6Only: address.includes(":") }, () => resolve(true));
  });
}
